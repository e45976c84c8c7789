import { openDatabase } from "../../../node/db/open.ts";
import { searchSql } from "../../../node/db/search-sql.ts";
import type { Sql } from "../../../search/port.ts";

/** The search port over a pool of its own, under the application's role, as a node opens it. */
export function openSearchSql(url: string): { sql: Sql; end(): Promise<void> } {
  const pool = openDatabase(url, { connections: 6 });
  return { sql: searchSql(pool), end: () => pool.end() };
}
