import postgres from "postgres";
import { connectionOptionsOf } from "../../../node/db/connection-options.ts";
import { APP_ROLE } from "../../../node/db/open.ts";
import type { Sql } from "../../../search/port.ts";

/** The search port over a pool of its own, under the application's role. */
export function openSearchSql(url: string): { sql: Sql; end(): Promise<void> } {
  const pool = postgres({
    ...connectionOptionsOf(url),
    max: 6,
    onnotice: () => {},
    connection: { role: APP_ROLE } as never,
  });
  return { sql: portOf(pool), end: () => pool.end() };
}

function portOf(pool: postgres.Sql): Sql {
  return {
    query: async (text, params) => [...(await pool.unsafe(text, [...params] as never[]))] as never,
    transaction: async (work) => (await pool.begin((tx) => work(insideOf(tx)))) as never,
  };
}

function insideOf(tx: postgres.TransactionSql): Sql {
  const sql: Sql = {
    query: async (text, params) => [...(await tx.unsafe(text, [...params] as never[]))] as never,
    transaction: (work) => work(sql),
  };
  return sql;
}
