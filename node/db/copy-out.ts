import type { Tx } from "./open.ts";

/**
 * The rows of a table as COPY writes them, in pieces of any size, each read when it is asked for. After it the connection takes the next
 * statement, also when the reader gave up before the end: the rest of the table is read and thrown away then.
 */
export async function* copyOut(
  tx: Tx,
  { name, columns }: { readonly name: string; readonly columns: readonly string[] },
): AsyncGenerator<Buffer> {
  const stream = await tx`copy ${tx(name)} (${tx([...columns])}) to stdout`.readable();
  // The driver stops reading from its connection while the reader is behind, and goes on only when the stream asks, which it
  // does not once its last piece is there: a large last row would leave the connection unread for ever (porsager/postgres#499).
  stream.once("end", () => stream._read(0));
  const pieces: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let piece = await pieces.next();
  try {
    for (; !piece.done; piece = await pieces.next()) yield piece.value;
  } finally {
    while (!piece.done) piece = await pieces.next();
  }
}
