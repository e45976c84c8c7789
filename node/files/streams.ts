import type { FileHandle } from "node:fs/promises";
import { Readable } from "node:stream";
import { bytesPassed } from "./passing.ts";

/** The parts of one read and of one write: large ones, since each is a trip to another thread. */
const PIECE = 512 * 1024;

/**
 * A writer to an open file. `write` gathers what it is given and puts it on its way in large pieces, while the next is
 * still coming in: at most two pieces are in memory. `end` resolves when everything was written and is on the disk.
 * Both throw what the disk says; `settle` waits for what is on its way, whatever becomes of it.
 */
export function fileWriter(handle: FileHandle) {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  let underway: Promise<void> = Promise.resolve();
  const send = async () => {
    await underway;
    const pieces = gathered;
    [gathered, bytes] = [[], 0];
    underway = writeAll(handle, pieces);
    // Whoever writes next or ends hears of it.
    underway.catch(() => {});
  };
  return {
    async write(chunk: Uint8Array): Promise<void> {
      gathered.push(chunk);
      bytes += chunk.length;
      bytesPassed(chunk.length);
      if (bytes >= PIECE) await send();
    },
    async end(): Promise<void> {
      await send();
      await underway;
      await handle.sync();
    },
    settle: () => underway.catch(() => {}),
  };
}

async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  let left = pieces.filter(({ length }) => length > 0);
  while (left.length > 0) {
    const { bytesWritten } = await handle.writev(left);
    left = without(left, bytesWritten);
  }
}

/** What is left of pieces after their first bytes: a write may stop where it likes. */
function without(pieces: readonly Uint8Array[], written: number): Uint8Array[] {
  let done = written;
  const left: Uint8Array[] = [];
  for (const piece of pieces) {
    if (done < piece.length) left.push(done > 0 ? piece.subarray(done) : piece);
    done = Math.max(0, done - piece.length);
  }
  return left;
}

/** Reads an open file from a first byte to a last, both included, one piece ahead; closes it at the end. */
export function fileReader(handle: FileHandle, from: number, to: number): Readable {
  let at = from;
  return new Readable({
    highWaterMark: PIECE,
    read() {
      const room = Math.min(PIECE, to - at + 1);
      if (room <= 0) return void this.push(null);
      handle.read(Buffer.allocUnsafeSlow(room), 0, room, at).then(
        ({ bytesRead, buffer }) => {
          at += bytesRead;
          bytesPassed(bytesRead);
          this.push(bytesRead === 0 ? null : buffer.subarray(0, bytesRead));
        },
        (error: Error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      handle.close().then(
        () => done(error),
        () => done(error),
      );
    },
  });
}
