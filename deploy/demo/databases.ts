import { withDatabase } from "../../node/db/connection-options.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { readSetting } from "../../node/settings/store.ts";
import { nodes } from "./content/councils.ts";
import type { NodeKey } from "./content/types.ts";

/** The setting that says, in each site's own database, that the demo was written there to its end. */
export const WRITTEN = "demo-written";

/** Address of one site's database on the demo's PostgreSQL. */
export function databaseOf(server: string, key: NodeKey): string {
  return withDatabase(server, `demo_${key}`);
}

/** Whether every site's database holds the whole demo. */
export async function isWritten(server: string): Promise<boolean> {
  for (const { key } of nodes) {
    const there = await asOwner(
      server,
      (sql) => sql`select from pg_database where datname = ${`demo_${key}`}`,
    );
    if (there.length === 0) return false;
    const table = await asOwner(
      databaseOf(server, key),
      (sql) => sql`select to_regclass('node_settings') as name`,
    );
    if (table[0]?.name === null) return false;
    const written = await asOwner(databaseOf(server, key), (sql) => readSetting({ sql }, WRITTEN));
    if (written === null) return false;
  }
  return true;
}

/** While a demo is written: what is cut short is begun again from nothing, and many small statements come again. */
export const WHILE_WRITTEN = { synchronous_commit: "off", plan_cache_mode: "force_generic_plan" } as const;

/** Makes the three databases anew, set for being written quickly. */
export async function makeDatabases(server: string): Promise<void> {
  await asOwner(server, async (sql) => {
    for (const { key } of nodes) {
      await sql.unsafe(`drop database if exists demo_${key} with (force)`);
      await sql.unsafe(`create database demo_${key} template template0`);
      for (const [name, value] of Object.entries(WHILE_WRITTEN))
        await sql.unsafe(`alter database demo_${key} set ${name} = ${value}`);
    }
  });
}

/** From now on the databases work as any Moothall's, and what was written so far is on the disk. */
export async function makeOrdinary(server: string): Promise<void> {
  await asOwner(server, async (sql) => {
    for (const { key } of nodes) await sql.unsafe(`alter database demo_${key} reset all`);
    await sql.unsafe("checkpoint");
  });
}

async function asOwner<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openDatabase(url, { connections: 1, owner: true, name: "moothall-demo" });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
