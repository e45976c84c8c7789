import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { Sql, Tx } from "../db/open.ts";
import { StartRefusal } from "../start-refusal.ts";
import { readArchive } from "./archive-read.ts";
import { type Manifest, type TableEntry, tableOf } from "./manifest.ts";

/**
 * Puts the rows of a backup into tables that were just made, in one transaction. References between tables are not
 * checked row by row: all come from one moment. Throws StartRefusal when a table has not the rows it had.
 */
export async function fillTables(owner: Sql, file: string, manifest: Manifest): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`set local idle_in_transaction_session_timeout = 0`;
    for (const { name } of manifest.tables) await tx`truncate ${tx(name)} cascade`;
    await copyAll(tx, file, manifest);
    for (const one of manifest.tables) await checkRows(tx, one);
    await advanceNumbers(tx);
  });
  await owner`analyze`;
}

async function copyAll(tx: Tx, file: string, manifest: Manifest): Promise<void> {
  let current: { table: string; stream: Writable } | null = null;
  for await (const { name, content } of readArchive(file)) {
    const table = tableOf(name);
    if (current !== null && current.table !== table) {
      await end(current.stream);
      current = null;
    }
    const entry: TableEntry | undefined = manifest.tables.find((one) => one.name === table);
    if (!entry) continue;
    current ??= { table: entry.name, stream: await into(tx, entry) };
    if (!current.stream.write(content)) await once(current.stream, "drain");
  }
  if (current !== null) await end(current.stream);
}

function into(tx: Tx, { name, columns }: TableEntry): Promise<Writable> {
  return tx`copy ${tx(name)} (${tx(columns)}) from stdin`.writable();
}

async function end(stream: Writable): Promise<void> {
  stream.end();
  await finished(stream);
}

async function checkRows(tx: Tx, { name, rows }: TableEntry): Promise<void> {
  const [found] = await tx<{ n: number }[]>`select count(*) as n from ${tx(name)}`;
  if (found?.n !== rows)
    throw new StartRefusal(
      `The table ${name} came back with ${found?.n ?? 0} of ${rows} rows: use another backup.`,
    );
}

/** Numbers that PostgreSQL gives go on above every one that is in the backup. */
async function advanceNumbers(tx: Tx): Promise<void> {
  const numbered = await tx<{ table: string; column: string }[]>`
    select c.relname::text as table, a.attname::text as column
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> '' and not a.attisdropped`;
  for (const { table, column } of numbered)
    await tx`select setval(pg_get_serial_sequence(${table}, ${column}),
      (select coalesce(max(${tx(column)}), 0) + 1 from ${tx(table)}), false)`;
}
