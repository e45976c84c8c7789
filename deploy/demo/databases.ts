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

/**
 * Makes the three databases anew. While they are written their commits do not wait for the disk: what is cut short is
 * begun again from nothing.
 */
export async function makeDatabases(server: string): Promise<void> {
  await asOwner(server, async (sql) => {
    for (const { key } of nodes) {
      await sql.unsafe(`drop database if exists demo_${key} with (force)`);
      await sql.unsafe(`create database demo_${key} template template0`);
      await sql.unsafe(`alter database demo_${key} set synchronous_commit = off`);
    }
  });
}

/** From now on every commit waits for the disk, as in any Moothall; what was written so far is there. */
export async function makeDurable(server: string): Promise<void> {
  await asOwner(server, async (sql) => {
    for (const { key } of nodes) await sql.unsafe(`alter database demo_${key} reset synchronous_commit`);
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
