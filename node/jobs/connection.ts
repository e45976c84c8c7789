import type { Db } from "pg-boss";
import type { Clock } from "../context.ts";
import { SYSTEM_CLOCK } from "../context.ts";
import type { Sql, Tx } from "../db/open.ts";

/** Schema of the job queue's tables. */
export const JOBS_SCHEMA = "pgboss";

/** A list of statements that the queue wants to take effect together; it sends BEGIN … COMMIT as one text. */
const TOGETHER = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/;

/**
 * Our pool as the queue wants it. What is to take effect together becomes a transaction of ours, which gives its
 * connection back clean whatever happens. What the queue takes for the time is the node's clock (install.ts).
 */
export function jobsDatabase(sql: Sql, clock: Clock): Db {
  return {
    async executeSql(text, values = []) {
      const together = TOGETHER.exec(text)?.[1];
      if (together === undefined && clock === SYSTEM_CLOCK)
        return { rows: rowsOf(await run(sql, text, values)) };
      return sql.begin((tx) => jobsTransaction(tx, clock).executeSql(together ?? text, values));
    },
  };
}

/** The same inside a transaction: what is sent through it is rolled back with it. */
export function jobsTransaction(sql: Tx, clock: Clock): Db {
  return {
    async executeSql(text, values = []) {
      if (clock !== SYSTEM_CLOCK)
        await sql`select set_config('moothall.now', ${clock.now().toISOString()}, true)`;
      return { rows: rowsOf(await run(sql, text, values)) };
    },
  };
}

function run(sql: Pick<Sql, "unsafe">, text: string, values: unknown[]): Promise<unknown> {
  // Without parameters the simple protocol is used, which alone takes several statements in one text.
  return values.length === 0 ? sql.unsafe(text) : sql.unsafe(text, values as never[]);
}

/** A list of statements answers with one list of rows for each. */
function rowsOf(result: unknown): unknown[] {
  if (!Array.isArray(result)) return [];
  return result.some((part) => Array.isArray(part)) ? result.flat() : [...result];
}
