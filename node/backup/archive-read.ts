import { createReadStream } from "node:fs";
import { createZstdDecompress } from "node:zlib";

export interface Member {
  readonly name: string;
  readonly content: Buffer;
}

const BLOCK = 512;
/** No member is larger: tables are cut in pieces. */
const MOST = 64 * 1024 * 1024;

/** A file that is no archive of ours, or a damaged one. */
export class DamagedArchive extends Error {
  override readonly name = "DamagedArchive";
}

/** The members of an archive in their order. Throws DamagedArchive where it cannot be read to its end. */
export async function* readArchive(file: string): AsyncGenerator<Member> {
  const source = createReadStream(file);
  const plain = createZstdDecompress();
  source.on("error", (error) => plain.destroy(error));
  source.pipe(plain);
  const bytes = new Bytes(plain);
  try {
    for (;;) {
      const header = await bytes.take(BLOCK);
      if (header.every((byte) => byte === 0)) return;
      const { name, size } = readHeader(header);
      const content = await bytes.take(size);
      await bytes.take((BLOCK - (size % BLOCK)) % BLOCK);
      yield { name, content };
    }
  } catch (error) {
    if (error instanceof DamagedArchive || (error as { code?: string }).code === "ENOENT") throw error;
    throw new DamagedArchive(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    source.destroy();
    plain.destroy();
  }
}

function readHeader(header: Buffer): { name: string; size: number } {
  const text = (from: number, to: number) => header.toString("utf8", from, to).replace(/\0.*$/s, "");
  const size = Number.parseInt(text(124, 136), 8);
  const expected = Number.parseInt(text(148, 156), 8);
  const summed = Buffer.from(header).fill(" ", 148, 156);
  const sum = summed.reduce((total, byte) => total + byte, 0);
  if (sum !== expected || !(size >= 0 && size <= MOST)) throw new DamagedArchive("a broken header");
  return { name: text(0, 100), size };
}

/** Exactly so many bytes at a time out of a stream. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Buffer> {
    const pieces = [this.#rest];
    let held = this.#rest.length;
    while (held < size) {
      const { value, done } = await this.#chunks.next();
      if (done) throw new DamagedArchive("it ends too early");
      pieces.push(value);
      held += value.length;
    }
    const all = pieces.length === 1 ? this.#rest : Buffer.concat(pieces, held);
    this.#rest = all.subarray(size);
    return all.subarray(0, size);
  }
}
