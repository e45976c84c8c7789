import type { Fragment, Reader } from "../db/open.ts";
import type { Viewer } from "./viewer.ts";

/**
 * The closed communities of this node that a person opened by emergency access and may still read, at the moment that their
 * viewer names: an administrator now, not ended, not over. PostgreSQL has the same rule (`viewer_opened`, migration 0970).
 */
export function openedCommunities(sql: Reader, viewer: Extract<Viewer, { kind: "person" }>): Fragment {
  return sql`select b.community_id from break_glass b
      join accounts ac on ac.id = b.account_id and ac.administrator and ac.disabled is null
      join communities oc on oc.id = b.community_id and oc.level = 'closed'
      join actors og on og.id = oc.actor_id and og.peer_id is null
    where b.actor_id = ${viewer.actorId} and b.ended is null and b.until > ${viewer.opened ?? null}::timestamptz`;
}
