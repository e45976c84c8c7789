import { openDatabase } from "../../node/db/open.ts";
import type { MatrixScene } from "./matrix-scene.ts";

/** Turns row-level security (ADR 10) of both nodes on or off, as the owner of their tables. */
export async function secondLock({ home, other }: MatrixScene, on: boolean): Promise<void> {
  for (const { database } of [home, other]) {
    const sql = openDatabase(database.url, { owner: true, connections: 1 });
    const tables = await sql<
      { name: string }[]
    >`select relname as name from pg_class c join pg_policy p on p.polrelid = c.oid
      group by relname`;
    for (const { name } of tables)
      await sql`alter table ${sql(name)} ${on ? sql`enable` : sql`disable`} row level security`;
    await sql.end();
  }
}
