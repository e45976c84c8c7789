import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { MiddlewareHandler } from "hono";
import type { AssetFile } from "./assets.ts";
import type { WebContext, WebEnv } from "./env.ts";

export type Encoding = "br" | "gzip";

const LEAST_BYTES = 1_024;
const TEXT = /^(?:text\/|application\/(?:json|atom\+xml|.*\+json)|image\/svg\+xml)/i;

/**
 * Compresses pages and their JSON. BREACH reads a secret out of the length of compressed answers in which it stands
 * beside words of the attacker, who makes the victim's browser ask over and over from a page elsewhere. So what is
 * answered to somebody signed in is compressed only where their browser says that a page of ours, or nobody but they,
 * asked for it; what visitors get holds no secret (docs/adr/0007).
 */
export const compressAnswers: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  const { headers, status } = c.res;
  // A file is sent as it is, piece by piece.
  if (headers.has("content-encoding") || headers.has("accept-ranges")) return;
  // Before the body is touched: that copies the headers.
  if (status === 304 || TEXT.test(headers.get("content-type") ?? "")) varyByEncoding(headers);
  const encoding = encodingAsked(c.req.header("accept-encoding"));
  if (encoding === null || !TEXT.test(headers.get("content-type") ?? "")) return;
  if (c.req.method === "HEAD" || !mayCompress(c)) return;
  const bytes = new Uint8Array(await c.res.arrayBuffer());
  const packed = bytes.byteLength < LEAST_BYTES ? bytes : await pack(bytes, encoding, "fast");
  // Made anew, because the body was read; the headers go over as they are.
  c.res = new Response(packed, { status, headers });
  if (packed === bytes) return;
  c.res.headers.set("Content-Encoding", encoding);
  c.res.headers.delete("Content-Length");
};

/** Fetch Metadata §2.4: nobody elsewhere can make a browser say these. Browsers that say nothing get it as it is. */
function mayCompress(c: WebContext): boolean {
  if (c.get("session") === null) return true;
  return ["same-origin", "none"].includes(c.req.header("sec-fetch-site") ?? "");
}

const packedFiles = new WeakMap<AssetFile, Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>>();

/** A built file as small as it gets, made once and kept; null where it is no text (fonts are compressed already). */
export function packedFile(file: AssetFile, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> | null {
  if (!TEXT.test(file.type) || file.bytes.byteLength < LEAST_BYTES) return null;
  const known = packedFiles.get(file) ?? new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>();
  packedFiles.set(file, known);
  const packed = known.get(encoding) ?? pack(file.bytes, encoding, "small");
  known.set(encoding, packed);
  return packed;
}

/** The better of the encodings that a browser takes (RFC 9110 §12.5.3), or null. */
export function encodingAsked(header: string | undefined): Encoding | null {
  const taken = (header ?? "").split(",").flatMap((part) => {
    const [name = "", ...parameters] = part.split(";").map((one) => one.trim().toLowerCase());
    const refused = parameters.some((one) => /^q=0(?:\.0*)?$/.test(one));
    return refused ? [] : [name];
  });
  return (["br", "gzip"] as const).find((encoding) => taken.includes(encoding)) ?? null;
}

/** Says that the answer depends on what the browser takes, beside what it depended on already. */
function varyByEncoding(headers: Headers): void {
  const before = headers.get("vary");
  if (before?.includes("Accept-Encoding")) return;
  headers.set("Vary", before === null ? "Accept-Encoding" : `${before}, Accept-Encoding`);
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** `fast`: for what is made for each request; `small`: for what is made once. */
async function pack(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
  effort: "fast" | "small",
): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === "gzip") return Uint8Array.from(await gzipped(bytes, { level: effort === "fast" ? 4 : 9 }));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: effort === "fast" ? 4 : 10,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  return Uint8Array.from(await brotli(bytes, { params }));
}
