import { once } from "node:events";
import { pipeline, Readable } from "node:stream";
import { constants, crc32, createDeflateRaw } from "node:zlib";

/** One part of an archive. Its bytes are read once, when its turn comes. */
export interface ZipPart {
  readonly name: string;
  readonly made: Date;
  readonly content: string | AsyncIterable<Uint8Array>;
}

interface Written {
  readonly name: Buffer;
  readonly stamp: Buffer;
  readonly offset: number;
  crc: number;
  size: number;
  packed: number;
}

/** Sizes follow the bytes, names are UTF-8. */
const FLAGS = 0x0808;
const VERSION = 20;
const DEFLATED = 8;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3, without ZIP64), made while it is sent: nothing of it is on the disk, and only the names
 * of its parts stay in memory. For less than 4 GB and 65,535 parts; the caller sees to that.
 */
export async function* zipped(parts: AsyncIterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const part of parts) {
    const entry: Written = {
      ...{ name: Buffer.from(part.name, "utf8"), stamp: stampOf(part.made), offset },
      ...{ crc: 0, size: 0, packed: 0 },
    };
    const head = headOf(entry);
    yield head;
    for await (const chunk of deflated(part.content, entry)) yield chunk;
    const tail = numbers([0x08074b50, 4], [entry.crc, 4], [entry.packed, 4], [entry.size, 4]);
    yield tail;
    offset += head.length + entry.packed + tail.length;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(lineOf));
  yield directory;
  const count = written.length;
  yield numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directory.length, 4], [offset, 4], [0, 2]);
}

function headOf({ name, stamp }: Written): Buffer {
  const start = numbers([0x04034b50, 4], [VERSION, 2], [FLAGS, 2], [DEFLATED, 2]);
  return Buffer.concat([start, stamp, numbers([0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2]), name]);
}

function lineOf({ name, stamp, crc, packed, size, offset }: Written): Buffer {
  const start = numbers([0x02014b50, 4], [VERSION, 2], [VERSION, 2], [FLAGS, 2], [DEFLATED, 2]);
  const sizes = numbers(
    [crc, 4],
    [packed, 4],
    [size, 4],
    [name.length, 2],
    [0, 4],
    [0, 4],
    [0, 4],
    [offset, 4],
  );
  return Buffer.concat([start, stamp, sizes, name]);
}

async function* deflated(content: ZipPart["content"], entry: Written): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED });
  // What the source throws comes out of the other end, so that the archive breaks off.
  pipeline(Readable.from(counted(content, entry), { objectMode: false }), deflate, () => {});
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    entry.packed += chunk.length;
    yield chunk;
  }
  if (!deflate.closed) await once(deflate, "close");
}

async function* counted(content: ZipPart["content"], entry: Written): AsyncGenerator<Uint8Array> {
  const chunks = typeof content === "string" ? [Buffer.from(content, "utf8")] : content;
  for await (const chunk of chunks) {
    entry.crc = crc32(chunk, entry.crc);
    entry.size += chunk.length;
    yield chunk;
  }
}

/** Little-endian numbers of so many bytes. */
function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}

/** Time and date of MS-DOS, in UTC. */
function stampOf(made: Date): Buffer {
  const time = (made.getUTCHours() << 11) | (made.getUTCMinutes() << 5) | (made.getUTCSeconds() >> 1);
  const date = ((made.getUTCFullYear() - 1980) << 9) | ((made.getUTCMonth() + 1) << 5) | made.getUTCDate();
  return numbers([time, 2], [date, 2]);
}
