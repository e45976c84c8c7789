import type { Fragment, Reader } from "../db/open.ts";
import { mayHoldClosed } from "./holders.ts";
import { openedCommunities } from "./opened.ts";
import type { Viewer } from "./viewer.ts";

/** The four levels; identifiers are fixed in code and on the wire. */
export const LEVELS = ["open", "restricted", "closed", "confidential"] as const;
export type Level = (typeof LEVELS)[number];

/** Levels that anyone on the internet may read. */
export function isPublicLevel(level: Level): boolean {
  return level === "open" || level === "restricted";
}

/**
 * THE rule of who may read: the ids of the communities whose content `viewer` may see, as SQL to place after `in`.
 * Open and restricted: anyone. Closed and confidential: current members; of a closed community
 * also a node that may hold copies and has a current member (authorised fetch). Suspended members still read. An
 * administrator with emergency access reads a closed one of this node until it ends (security A71). Of a
 * closed one elsewhere whose node was not heard for seven days nobody reads on: who is a member may have changed (B-15). Every read of content joins this, nothing else decides.
 */
export function readableCommunities(sql: Reader, viewer: Viewer): Fragment {
  if (viewer.kind === "node") return sql`(select id from communities)`;
  const open = sql`select id from communities where level in ('open', 'restricted')`;
  if (viewer.kind === "anyone" || viewer.kind === "stranger") return sql`(${open})`;
  if (viewer.kind === "person") {
    const opened = viewer.opened === undefined ? sql`` : sql`union all ${openedCommunities(sql, viewer)}`;
    return sql`(${open} union all select m.community_id from memberships m
      where m.actor_id = ${viewer.actorId} and m.state in ('active', 'suspended')
        and (m.here or exists (select 1 from communities c
          where c.id = m.community_id and c.home_heard > now() - interval '7 days')) ${opened})`;
  }
  return sql`(${open} union all select m.community_id from memberships m
    join actors a on a.id = m.actor_id and a.deleted is null join peers p on p.id = a.peer_id
    join communities c on c.id = m.community_id
    where p.origin = ${viewer.origin} and ${mayHoldClosed(sql)} and m.state in ('active', 'suspended')
      and c.level = 'closed')`;
}

/**
 * The rule for the existence of a community (name and purpose): as above, and closed ones are known to everyone.
 * Hidden (confidential) ones exist for their members only.
 */
export function knownCommunities(sql: Reader, viewer: Viewer): Fragment {
  return sql`(select id from communities where level <> 'confidential' or id in ${readableCommunities(sql, viewer)})`;
}
