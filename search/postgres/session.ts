import type { Sql } from "../port.ts";

/**
 * Runs reads under settings that a search needs. PostgreSQL does not know what it costs to unpack a long tsvector, and
 * takes a full scan where an index is ten times faster; a plan made for any words fits none; and compiling a plan takes
 * longer than running it.
 */
export function searching<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  return sql.transaction(async (tx) => {
    await tx.query(
      `select set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
         set_config('plan_cache_mode', 'force_custom_plan', true), set_config('work_mem', '16MB', true)`,
      [],
    );
    return work(tx);
  });
}
