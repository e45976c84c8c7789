import type { Sql } from "../db/open.ts";

const MOST_COUNTED = 1_000;

/**
 * What happened and cannot be found yet: how many changes the index has not taken in (counted up to 1,000), and when the
 * oldest of them was made.
 */
export async function waitingToBeFound(sql: Sql): Promise<{ count: number; oldest: Date | null }> {
  const [row] = await sql<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(happened) as oldest from (
      select c.happened from consumers i, changes c
      where i.name = 'index' and (c.xid, c.position) > (i.xid, i.position)
      order by c.xid, c.position limit ${MOST_COUNTED}) waiting`;
  return row ?? { count: 0, oldest: null };
}
