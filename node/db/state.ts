import type { Reader } from "./open.ts";

/**
 * Names the state of the database as a reader sees it now. Two readers who are told the same name see the same rows:
 * whatever is committed in between changes the name (PostgreSQL §9.28, `pg_current_snapshot`: the transactions that are
 * over, and those that still run). The name is taken before one reads what is to be kept under it.
 */
export async function databaseState(sql: Reader): Promise<string> {
  const [row] = await sql<{ state: string }[]>`select pg_current_snapshot()::text as state`;
  if (!row) throw new Error("PostgreSQL named no state.");
  return row.state;
}
