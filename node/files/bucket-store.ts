import { rm } from "node:fs/promises";
import { type Bucket, BucketFailed } from "../egress/s3.ts";
import { refuse } from "../refusal.ts";
import type { FileStore, StoredName } from "./store.ts";
import { isStoredName, namedAt } from "./stored-name.ts";

/** A bucket alone, without what stands in the folder; what comes in still needs a place on this machine. */
export function bucketOnly(bucket: Bucket, prefix: string, folder: FileStore): FileStore {
  const keyOf = (name: string) => {
    if (!isStoredName(name)) throw new Error("Not a name of the store.");
    return `${prefix}${name}`;
  };
  return {
    place: () => folder.place(),
    receive: (source, most) => folder.receive(source, most),
    removeStrays: (before) => folder.removeStrays(before),
    async keep(path, name) {
      await bucket.put(keyOf(name), { path }).catch(asNoRoom);
      await rm(path, { force: true });
    },
    read: (name, range) => bucket.get(keyOf(name), range),
    remove: (name) => bucket.remove(keyOf(name)),
    names: () => namesIn(bucket, prefix),
  };
}

/**
 * A store in a bucket, with a folder for what is on its way in. What stands in the folder under its name, from before the
 * bucket was set or from a restored backup, is read and deleted there; everything new goes to the bucket, and is wholly
 * there before `keep` returns. `prefix`: begins all keys of this node, so that others may use the bucket.
 */
export function bucketStore(bucket: Bucket, prefix: string, folder: FileStore): FileStore {
  const own = bucketOnly(bucket, prefix, folder);
  return {
    ...own,
    async read(name, range) {
      return (await folder.read(name, range)) ?? own.read(name, range);
    },
    async remove(name) {
      await folder.remove(name);
      await own.remove(name);
    },
    async *names() {
      yield* folder.names();
      yield* own.names();
    },
  };
}

async function* namesIn(bucket: Bucket, prefix: string): AsyncIterable<StoredName> {
  for await (const key of bucket.keys(prefix)) {
    const name = key.slice(prefix.length);
    if (isStoredName(name)) yield { name, written: namedAt(name) };
  }
}

/** A bucket that is away or full is told as a full disk is: what people write goes on without files (R08). */
function asNoRoom(error: unknown): never {
  if (error instanceof BucketFailed) return refuse("no-room", { field: "upload" });
  throw error;
}
