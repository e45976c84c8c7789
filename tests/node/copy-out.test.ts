import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { copyOut } from "../../node/db/copy-out.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { createDatabase } from "../support/database.ts";

/** More than one read of a connection, and than a stream holds before it asks its source to stop. */
const LARGE = 300_000;
const SMALL = 1_000;
const SIZES = [
  [],
  ...[[1], [LARGE], [1, LARGE], [LARGE, 1]],
  // The last rows come in one read with the end of the table, when the stream is full already.
  ...[60, 70, 80, 90, 100, 110, 120].map((rows) => Array.from({ length: rows }, () => SMALL)),
];

test("A table is copied whole, and the connection goes on, also after a reader who was behind", async () => {
  await using scene = await openScene();
  for (const sizes of SIZES) {
    const copied = await scene.sql.begin(async (tx) => {
      await tx`truncate words`;
      await tx`insert into words select repeat('x', size) from unnest(${sizes}::int[]) size`;
      const pieces: Buffer[] = [];
      for await (const piece of copyOut(tx, { name: "words", columns: ["word"] })) {
        pieces.push(piece);
        await pause(10);
      }
      const [after] = await tx`select count(*)::int as rows from words`;
      return { text: Buffer.concat(pieces).toString(), rows: after?.rows };
    });
    expect(copied).toEqual({
      text: sizes.map((size) => `${"x".repeat(size)}\n`).join(""),
      rows: sizes.length,
    });
  }
});

test("Who gives up in the middle of a table gets their own error, and the connection goes on", async () => {
  await using scene = await openScene();
  await scene.sql`insert into words select repeat('x', ${LARGE}) from generate_series(1, 30)`;
  const copying = scene.sql.begin(async (tx) => {
    for await (const piece of copyOut(tx, { name: "words", columns: ["word"] }))
      throw new Error(`No room for ${piece.length > 0}.`);
  });
  await expect(copying).rejects.toThrow("No room for true.");
  expect([...(await scene.sql`select count(*)::int as rows from words`)]).toEqual([{ rows: 30 }]);
});

/** One connection, so that whatever comes next needs the one that was copied with. */
async function openScene(): Promise<{ sql: Sql; [Symbol.asyncDispose](): Promise<void> }> {
  const database = await createDatabase();
  const sql = openDatabase(database.url, { connections: 1, owner: true });
  await sql`create table words (word text not null)`;
  const close = async () => {
    await sql.end();
    await database.drop();
  };
  return { sql, [Symbol.asyncDispose]: close };
}
