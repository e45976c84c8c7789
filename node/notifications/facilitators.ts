import type { Reader } from "../db/open.ts";

/** Actor ids of the current facilitators of a community who have an account here. */
export async function facilitatorsOf(sql: Reader, communityId: string): Promise<readonly string[]> {
  const rows = await sql<{ actor_id: string }[]>`select m.actor_id from memberships m
    join actors a on a.id = m.actor_id and a.peer_id is null
    where m.community_id = ${communityId} and m.state = 'active' and m.role <> 'member'`;
  return rows.map((row) => row.actor_id);
}
