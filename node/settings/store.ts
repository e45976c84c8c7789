import type { WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";

/** One stored setting as it was written, or null. Each setting has its own file that knows its shape. */
export async function readSetting(r: { readonly sql: Reader }, key: string): Promise<unknown> {
  const [row] = await r.sql<{ value: unknown }[]>`select value from node_settings where key = ${key}`;
  return row?.value ?? null;
}

/** Stores a setting of this node. */
export async function writeSetting(tx: WriteContext, key: string, value: unknown): Promise<void> {
  await tx.sql`
    insert into node_settings (key, value, updated) values (${key}, ${tx.sql.json(value as never)}, ${tx.now})
    on conflict (key) do update set value = excluded.value, updated = excluded.updated`;
}
