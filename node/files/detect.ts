import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { refuse } from "../refusal.ts";
import { type FileKind, kindOfName, mayBeCalled } from "./kinds.ts";

/** What a program gave: the name and type it says the file has. */
export interface Declared {
  readonly name: string;
  /** Empty where nothing was said. */
  readonly type: string;
}

/**
 * The kind of a file whose name, declared type and content agree (W07). Refuses `invalid` with `reason`: `kind` (a name
 * that is not on the list, HTML and SVG among them), `mismatch` (they say different things), `empty`.
 */
export async function checkedKind(path: string, { name, type }: Declared): Promise<FileKind> {
  const kind = kindOfName(name);
  if (kind === null) return refuse("invalid", { field: "upload", reason: "kind", name });
  const found = await fileTypeFromFile(path);
  const agrees =
    mayBeCalled(kind, type) &&
    (kind.handling === "text" ? found === undefined && (await isText(path)) : found?.mime === kind.mediaType);
  return agrees ? kind : refuse("invalid", { field: "upload", reason: "mismatch", name });
}

/** Bytes that no text has (WHATWG MIME Sniffing §3, "binary data byte"). */
const BINARY = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte < 0x09 || byte === 0x0b || (byte >= 0x0e && byte <= 0x1a) || (byte >= 0x1c && byte <= 0x1f)),
);

function hasBinary(chunk: Buffer): boolean {
  for (let at = 0; at < chunk.length; at++) if (BINARY[chunk[at] ?? 0] === 1) return true;
  return false;
}

/** How a browser that guesses would know markup (MIME Sniffing §7.1): at the first visible character. */
const MARKUP =
  /^(?:<!doctype|<!--|<\?xml|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math|object|embed|form|meta|base|link|img)[\s/>])/i;

/** True for bytes that are text throughout and do not begin as markup. */
async function isText(path: string): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    let first = true;
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      if (hasBinary(chunk)) return false;
      if (first && MARKUP.test(chunk.toString("latin1", 0, 1_445).replace(/^(?:\xef\xbb\xbf)?\s*/, "")))
        return false;
      first = false;
    }
    return true;
  } finally {
    await handle.close();
  }
}
