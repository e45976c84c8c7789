import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createZstdCompress } from "node:zlib";

/** A tar archive (POSIX ustar) compressed with zstd, written member by member: `tar --zstd -xf` reads it. */
export interface ArchiveWriter {
  add(name: string, content: Buffer): Promise<void>;
  /** Ends the archive, brings it to the disk and gives it its name. */
  finish(): Promise<void>;
  /** Removes what was written so far. */
  abandon(): Promise<void>;
}

const BLOCK = 512;
const PARTIAL = ".partial";

/** Begins an archive beside its name, readable by its owner only. `made` stands on every member. */
export function writeArchive(file: string, made: Date): ArchiveWriter {
  const partial = `${file}${PARTIAL}`;
  const compressed = createZstdCompress();
  const sink = createWriteStream(partial, { mode: 0o600, flags: "wx" });
  const written = new Promise<void>((resolve, reject) => {
    sink.once("close", resolve).once("error", reject);
    compressed.once("error", reject);
  });
  written.catch(() => {});
  compressed.pipe(sink);

  async function write(bytes: Buffer): Promise<void> {
    if (!compressed.write(bytes)) await Promise.race([once(compressed, "drain"), written]);
  }

  return {
    async add(name, content) {
      await write(headerOf(name, content.length, made));
      await write(content);
      await write(Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
    },
    async finish() {
      await write(Buffer.alloc(2 * BLOCK));
      compressed.end();
      await written;
      await bringToDisk(partial);
      await rename(partial, file);
      if (process.platform !== "win32") await bringToDisk(dirname(file));
    },
    async abandon() {
      compressed.destroy();
      sink.destroy();
      await rm(partial, { force: true });
    },
  };
}

/** A file, or the names in a folder: after this they are there whatever happens to the machine. */
async function bringToDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What archives whose writer was killed left in a folder, untouched since `before`; only those whose name starts so. */
export async function removeLeftovers(folder: string, start: string, before: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start) || !name.endsWith(PARTIAL)) continue;
    const path = join(folder, name);
    const { mtime } = await stat(path);
    if (mtime < before) await rm(path, { force: true });
  }
}

/** IEEE Std 1003.1, pax, "ustar Interchange Format". */
function headerOf(name: string, size: number, made: Date): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
  header.write(name, 0, 100, "utf8");
  header.write(octal(0o600, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(Math.floor(made.getTime() / 1000), 12), 136);
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\0", 257);
  header.write("00", 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
