import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { checkArchive } from "./archive.ts";
import type { FileKind } from "./kinds.ts";
import { drawFirstPage } from "./pdf-preview.ts";
import type { Picture } from "./pictures.ts";
import type { FileStore, Incoming } from "./store.ts";

/** A file that may be kept. */
export interface Ready {
  readonly incoming: Incoming;
  readonly kind: FileKind;
  /** Of pictures: what it became. */
  readonly picture: Picture | null;
  /** Where a smaller picture waits, of a picture or of the first page of a PDF; null where there is none. */
  readonly small: string | null;
}

export interface Preparing {
  readonly incoming: Incoming;
  readonly kind: FileKind;
  readonly name: string;
  /** Everything that is to be thrown away if it is not kept. */
  readonly places: string[];
}

/**
 * Makes a picture anew, looks through an archive and draws the first page of a PDF; everything but pictures is kept as it
 * came. Refuses `invalid` with `reason`
 * `archive`, `pixels`, `broken`.
 */
export async function prepareFile(store: FileStore, preparing: Preparing): Promise<Ready> {
  const { incoming, kind, name, places } = preparing;
  if (kind.handling === "archive") await checkArchive(incoming.path, incoming.bytes, name);
  if (kind.handling === "document")
    return { incoming, kind, picture: null, small: await pageOf(store, preparing) };
  if (kind.handling !== "picture") return { incoming, kind, picture: null, small: null };
  const [to, small] = [await store.place(), await store.place()];
  places.push(to, small);
  const { mediaType } = kind;
  // Loaded by the first picture: most processes never see one.
  const { remakePicture } = await import("./pictures.ts");
  const picture = await remakePicture({ from: incoming.path, to, small, mediaType, name });
  const made = { path: to, bytes: (await stat(to)).size, sha256: await digestOf(to) };
  return { incoming: made, kind, picture, small };
}

async function pageOf(store: FileStore, { incoming, places }: Preparing): Promise<string | null> {
  const page = await drawFirstPage(incoming.path);
  if (page === null) return null;
  const small = await store.place();
  places.push(small);
  const { keepSmaller } = await import("./pictures.ts");
  await keepSmaller(page, small);
  return small;
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest();
}
