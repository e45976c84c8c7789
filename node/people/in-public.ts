import type { Fragment, Reader } from "../db/open.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";

/** True where the actor in a column belongs, belonged or asked to belong to a community that everyone may read. */
export function belongsInPublic(sql: Reader, actorId: Fragment): Fragment {
  return sql`exists (select 1 from memberships pm where pm.actor_id = ${actorId}
    and pm.community_id in ${readableCommunities(sql, ANYONE)})`;
}
