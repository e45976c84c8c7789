import type { Fragment, Reader } from "../db/open.ts";

/**
 * The first post of the discussion in which post `p` stands, or the post itself while that has not come; to be compared with
 * `posts.id`. No `coalesce`: PostgreSQL takes that for something that might tell what row-level security hides, and would look
 * through all posts instead of into the index (PostgreSQL 18, `contain_leaked_vars`).
 */
export function rootIdOf(sql: Reader): Fragment {
  return sql`case when p.root_id is null then p.id else p.root_id end`;
}
