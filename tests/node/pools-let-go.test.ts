import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import postgres from "postgres";
import { expect, test } from "vitest";
import { lastingPool } from "../../node/db/lasting-pool.ts";
import type { Sql } from "../../node/db/open.ts";
import { createDatabase } from "../support/database.ts";
import { openDoor } from "../support/door.ts";

test("A pool that lost its connections is let go of, whatever was first asked on it", async () => {
  await using database = await createDatabase();
  const door = await openDoor(database.url);
  const pools: WeakRef<Sql>[] = [];
  const sql = lastingPool((lost) => {
    const pool: Sql = postgres(door.url, { max: 1, fetch_types: false, onclose: lost });
    pools.push(new WeakRef(pool));
    return pool;
  });
  // Each place in the source is one that nothing was asked at before.
  const places = [
    // The driver's own text of a savepoint keeps the first pool that made one.
    () => sql.begin((tx) => tx.savepoint((inner) => inner`select 1 as one`)),
    () => sql`select 2 as two where ${true} ${sql`and true`}`,
    () => sql.begin((tx) => tx`select 3 as three`),
    () => sql.begin((tx) => tx.savepoint((inner) => inner`select 4 as four`)),
    () => sql`select 5 as five`,
  ];
  for (const [nth, ask] of places.entries()) {
    await ask();
    if (nth === places.length - 1) break;
    door.cutAll();
    while (pools.length < nth + 2) await pause(5);
  }
  const gone = () => pools.map((pool) => pool.deref() === undefined);
  // The first is what the others stand behind, the last is in use.
  await expect.poll(() => collected(gone), { timeout: 30_000 }).toEqual([false, true, true, true, false]);
  await sql.end();
  await door.close();
});

function collected<T>(look: () => T): T {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return look();
}
