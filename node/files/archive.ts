import type { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { refuse } from "../refusal.ts";
import { FILE_LIMITS } from "./limits.ts";

/** What makes an archive unfit; becomes one refusal. */
class Unfit extends Error {}

/** How the parts of an archive may not begin: other archives (W09, "no nested archives"). */
const NESTED = ["504b0304", "526172211a07", "377abcaf271c", "1f8b08", "fd377a585a00", "28b52ffd", "425a68"];
/** Charts in Office documents carry the table they were made of, as a document of its own; it is not opened. */
const EMBEDDED = /(^|\/)embeddings\/[^/]+\.(xlsx|docx|pptx)$/i;
const MACROS = /(^|\/)(vbaProject\.bin|vbaData\.xml|Basic\/.+|Scripts\/.+)$/i;

/**
 * Reads a document that is an archive from end to end (W09): at most 1,000 parts and 100 MB unpacked, counted while they
 * are unpacked and not as it says; ratio at most 100; no names that lead out, no archive in it, nothing encrypted, no
 * macros. Refuses `invalid` with `reason` `archive`.
 */
export async function checkArchive(path: string, packed: number, name: string): Promise<void> {
  let zip: ZipFile | null = null;
  try {
    zip = await openPromise(path, { strictFileNames: true, autoClose: false });
    if (zip.entryCount > FILE_LIMITS.archiveEntries) throw new Unfit("too many parts");
    let [entries, unpacked] = [0, 0];
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > FILE_LIMITS.archiveEntries) throw new Unfit("too many parts");
      checkPart(entry);
      const room = Math.min(FILE_LIMITS.archiveBytes, packed * FILE_LIMITS.archiveRatio) - unpacked;
      unpacked += await sizeOf(zip, entry, room);
    }
  } catch {
    // Whatever cannot be read is unfit, whether yauzl or we say so.
    refuse("invalid", { field: "upload", reason: "archive", name });
  } finally {
    zip?.close();
  }
}

function checkPart(entry: Entry): void {
  if (entry.isEncrypted() || !entry.canDecodeFileData()) throw new Unfit("encrypted");
  if (MACROS.test(entry.fileName)) throw new Unfit("macros");
  // What it says about itself is enough to say no, never to say yes.
  if (entry.uncompressedSize > FILE_LIMITS.archiveBytes) throw new Unfit("too large");
}

async function sizeOf(zip: ZipFile, entry: Entry, room: number): Promise<number> {
  const stream: Readable = await zip.openReadStreamPromise(entry);
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size === 0 && isArchive(chunk) && !EMBEDDED.test(entry.fileName)) throw new Unfit("an archive in it");
    size += chunk.length;
    if (size > room) throw new Unfit("too large");
  }
  return size;
}

function isArchive(chunk: Buffer): boolean {
  const start = chunk.toString("hex", 0, 8);
  return NESTED.some((magic) => start.startsWith(magic));
}
