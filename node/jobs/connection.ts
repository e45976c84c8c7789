import type { Db } from "pg-boss";
import type { Clock } from "../context.ts";
import { SYSTEM_CLOCK } from "../context.ts";
import type { Sql, Tx } from "../db/open.ts";

/** Schema of the job queue's tables. */
export const JOBS_SCHEMA = "pgboss";

/**
 * Our connection as the queue wants it. A connection is held for each statement list, because the queue sends
 * BEGIN … COMMIT as one text. What the queue takes for the time is the node's clock (install.ts).
 */
export function jobsDatabase(sql: Sql, clock: Clock): Db {
  return {
    async executeSql(text, values = []) {
      const held = await sql.reserve();
      try {
        if (clock === SYSTEM_CLOCK) return { rows: rowsOf(await run(held, text, values)) };
        await held`select set_config('moothall.now', ${clock.now().toISOString()}, false)`;
        try {
          return { rows: rowsOf(await run(held, text, values)) };
        } finally {
          await held`select set_config('moothall.now', '', false)`;
        }
      } finally {
        held.release();
      }
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
