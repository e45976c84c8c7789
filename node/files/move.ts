import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { FileStore, StoredName } from "./store.ts";

/**
 * Moves every file of one store into another, one at a time: each is wholly in the second before it goes from the first, so
 * that a kill leaves it in one of the two, or in both, and doing it again finishes. Returns how many went.
 */
export async function moveFiles(from: FileStore, to: FileStore): Promise<number> {
  let moved = 0;
  // All names first: the list of a folder that shrinks while it is read may leave some out.
  const all: StoredName[] = [];
  for await (const one of from.names()) all.push(one);
  for (const { name, written } of all) {
    const bytes = await from.read(name);
    if (bytes === null) continue;
    const place = await to.place();
    try {
      await pipeline(bytes, createWriteStream(place, { mode: 0o600 }));
      await to.keep(place, name, written);
    } finally {
      await rm(place, { force: true });
    }
    await from.remove(name);
    moved += 1;
  }
  return moved;
}
