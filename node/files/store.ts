import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { AnyContext } from "../context.ts";
import { type Bucket, type BucketConfig, openBucket } from "../egress/s3.ts";
import { refuse } from "../refusal.ts";
import { bucketStore } from "./bucket-store.ts";
import { isStoredName } from "./stored-name.ts";
import { fileReader, fileWriter } from "./streams.ts";

/** What came in, not yet a file of the store: a path on this machine, to be looked at and then kept or thrown away. */
export interface Incoming {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: Buffer;
}

/** First and last byte, both included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** A file of the store that no row need know. */
export interface StoredName {
  readonly name: string;
  readonly written: Date;
}

/** Where the bytes of files are. A name is that of a row, with `.small` behind for its smaller picture, `.exact` for a picture as it came. */
export interface FileStore {
  /** A free place for bytes on the way in, on this machine. */
  place(): Promise<string>;
  /** Writes a stream to such a place, hashing as it goes. Refuses `too-large` beyond `most` bytes; reads it to its end. */
  receive(source: AsyncIterable<Uint8Array>, most: number): Promise<Incoming>;
  /** What stands at a place becomes the file of that name: wholly there, on the disk, or not at all. */
  keep(path: string, name: string, now: Date): Promise<void>;
  /** Its bytes, or a range of them; null where there is no such file. */
  read(name: string, range?: ByteRange): Promise<Readable | null>;
  /** Gone without a word when it is gone already. */
  remove(name: string): Promise<void>;
  /** Every file that is kept. */
  names(): AsyncIterable<StoredName>;
  /** What stopped half-way in and was not touched since. */
  removeStrays(before: Date): Promise<void>;
}

/** The store of a node: a folder beside its database, or the bucket that its settings name, with that folder behind it. */
export function fileStore({ config }: Pick<AnyContext, "config">): FileStore {
  const folder = folderOf({ config });
  return config.s3 === null ? folder : bucketStore(bucketOf(config.s3), prefixOf(config.origin), folder);
}

/** The folder of files in the data folder, whatever else is set. */
export function folderOf({ config }: Pick<AnyContext, "config">): FileStore {
  return folderStore(join(resolve(config.dataDir), "files"));
}

const buckets = new WeakMap<BucketConfig, Bucket>();

/** One set of connections for each bucket of the settings. */
export function bucketOf(s3: BucketConfig): Bucket {
  const bucket = buckets.get(s3) ?? openBucket(s3);
  buckets.set(s3, bucket);
  return bucket;
}

/** How the keys of this node begin: several nodes can share a bucket, and none deletes what another keeps. */
export function prefixOf(origin: string): string {
  return `${new URL(origin).host.replaceAll(":", "-")}/`;
}

/** A store in a folder. Names are spread over 256 folders by their last two characters before a dot. */
export function folderStore(root: string): FileStore {
  const incoming = join(root, "incoming");
  return {
    async place() {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      return join(incoming, randomUUID());
    },
    async receive(source, most) {
      return write(source, await this.place(), most);
    },
    async keep(path, name, now) {
      const place = placeOf(root, name);
      await withRoom(async () => {
        const made = await mkdir(dirname(place), { recursive: true, mode: 0o700 });
        if (made !== undefined) await bringToDisk(dirname(made));
        await utimes(path, now, now);
        await bringToDisk(path);
        await rename(path, place);
        await bringToDisk(dirname(place));
      });
    },
    read: (name, range) => reader(placeOf(root, name), range),
    remove: (name) => rm(placeOf(root, name), { force: true }),
    names: () => namesIn(root),
    async removeStrays(before) {
      for (const name of await listOf(incoming)) {
        const path = join(incoming, name);
        const found = await stat(path).catch(() => null);
        if (found && found.mtime < before) await rm(path, { force: true });
      }
    },
  };
}

async function write(source: AsyncIterable<Uint8Array>, path: string, most: number): Promise<Incoming> {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await withRoom(() => open(path, "wx", 0o600));
  const writer = fileWriter(handle);
  try {
    for await (const chunk of source) {
      bytes += chunk.length;
      // The rest is read and let go, so that the answer can be sent on the same connection.
      if (bytes > most) continue;
      hash.update(chunk);
      await withRoom(() => writer.write(chunk));
    }
    if (bytes > most) refuse("too-large", { field: "upload", most });
    await withRoom(() => writer.end());
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await writer.settle();
    await handle.close();
  }
  return { path, bytes, sha256: hash.digest() };
}

/** A full disk is told as such: what people write goes on without files (R08). */
async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) return refuse("no-room", { field: "upload" });
    throw error;
  }
}

async function reader(path: string, range?: ByteRange): Promise<Readable | null> {
  const handle = await open(path, "r").catch(() => null);
  if (handle === null) return null;
  return fileReader(handle, range?.from ?? 0, range?.to ?? Number.POSITIVE_INFINITY);
}

function placeOf(root: string, name: string): string {
  if (!isStoredName(name)) throw new Error("Not a name of the store.");
  return join(root, name.slice(34, 36), name);
}

async function* namesIn(root: string): AsyncIterable<StoredName> {
  for (const folder of await listOf(root)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const name of await listOf(join(root, folder))) {
      const found = await stat(join(root, folder, name)).catch(() => null);
      if (found) yield { name, written: found.mtime };
    }
  }
}

async function listOf(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

/** A file, or the names in a folder: after this they are there whatever happens to the machine. */
async function bringToDisk(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
