import type { ReadContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { CommunityCard, CommunityLabel, Level, Relation } from "./types.ts";

export interface LabelRow {
  readonly id: string;
  readonly iri: string;
  readonly name: string;
  readonly handle: string;
  readonly level: Level;
  readonly local: boolean;
  readonly home: string | null;
}

/** Columns of a community's label; `c` is communities, `g` its actor, `hp` its peer (see `labelJoins`). */
export function labelColumns(sql: Reader): Fragment {
  return sql`c.id, g.iri, g.name, g.handle, c.level, g.peer_id is null as local, hp.name as home`;
}

export function labelJoins(sql: Reader): Fragment {
  return sql`join actors g on g.id = c.actor_id left join peers hp on hp.id = g.peer_id`;
}

/** A community as named in lists; a community elsewhere is an ordinary page here. */
export function communityLabelOf(row: LabelRow): CommunityLabel {
  const handle = row.local ? row.handle : `${row.handle}@${new URL(row.iri).host}`;
  return {
    id: row.id,
    iri: row.iri,
    name: row.name,
    handle,
    path: `/c/${handle}`,
    level: row.level,
    local: row.local,
    home: row.local ? null : (row.home ?? new URL(row.iri).host),
  };
}

export interface CardRow extends LabelRow {
  readonly purpose: string;
  readonly themes: string[];
  readonly joining: CommunityCard["joining"];
  readonly members: number | null;
  readonly councils: number | null;
  readonly lastActivity: Date | null;
  readonly unanswered: number;
  readonly m_state: "requested" | "active" | "refused" | "suspended" | "ended" | null;
  readonly m_role: "member" | "facilitator" | "owner" | null;
  readonly m_words: string | null;
  readonly m_reason: string | null;
  readonly m_requested: Date | null;
  readonly m_decided: Date | null;
  readonly m_until: Date | null;
  readonly m_removed: Date | null;
  readonly m_presented: boolean;
  readonly following: boolean;
  readonly i_id: string | null;
  readonly i_ends: Date | null;
}

/**
 * Columns of a card; to follow `labelColumns`, with `cardJoins`. How many are in a closed community, when they last wrote and
 * what they asked is not for who is outside.
 */
export function cardColumns(sql: Reader): Fragment {
  return sql`c.purpose, c.themes, c.join_policy as joining, case when seen.told then c.members end as members,
    case when seen.told then c.councils end as councils, case when seen.told then c.last_activity end as "lastActivity",
    case when seen.told then (select count(*)::int from posts q where q.community_id = c.id and q.kind = 'question'
      and q.state = 'accepted' and q.replies = 0) else 0 end as unanswered,
    m.state as m_state, m.role as m_role, m.words as m_words, m.reason as m_reason, m.requested as m_requested,
    m.decided as m_decided, m.paused_until as m_until, m.removed as m_removed, gp.presented is not null as m_presented, f.id is not null as following,
    inv.id as i_id, inv.ends as i_ends`;
}

/** What reads cards needs: the node's clock says which invitations still hold. */
export type Looking = Pick<ReadContext, "sql" | "clock">;

/** The rule is asked once for each community: `offset 0` keeps PostgreSQL from asking it again for each column. */
export function cardJoins({ sql, clock }: Looking, viewer: Viewer): Fragment {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  return sql`${labelJoins(sql)}
    cross join lateral (select not c.closed or c.id in ${readableCommunities(sql, viewer)} as told offset 0) seen
    left join memberships m on m.community_id = c.id and m.actor_id = ${actorId}
    left join grant_proofs gp on gp.membership_id = m.id
    left join follows f on f.community_id = c.id and f.actor_id = ${actorId} and f.state in ('active', 'requested')
    left join invitations inv on inv.community_id = c.id and inv.invitee_id = ${actorId} and inv.state = 'pending'
      and inv.arrived is not null and inv.ends > ${clock.now()}`;
}

export function communityCardOf(row: CardRow): CommunityCard {
  return {
    ...communityLabelOf(row),
    purpose: row.purpose,
    themes: row.themes,
    joining: row.joining,
    members: row.members,
    councils: row.councils,
    lastActivity: row.lastActivity,
    unanswered: row.unanswered,
    relation: relationOf(row),
  };
}

function relationOf(row: CardRow): Relation {
  const since = row.m_requested ?? new Date(0);
  const member = row.m_state === "active" || row.m_state === "suspended";
  if (!member && row.i_id !== null && row.i_ends !== null)
    return { kind: "invited", invitationId: row.i_id, until: row.i_ends };
  switch (row.m_state) {
    case "active":
      return { kind: "member", since: row.m_decided ?? since, role: row.m_role ?? "member" };
    case "requested":
      return { kind: "requested", since, words: row.m_words ?? "", presented: row.m_presented };
    case "suspended":
      return { kind: "suspended", reason: row.m_reason ?? "", until: row.m_until };
    case "refused":
      if (!row.following)
        return { kind: "refused", reason: row.m_reason ?? "", when: row.m_decided ?? since };
      break;
    case "ended":
      if (row.m_removed !== null) return { kind: "removed", reason: row.m_reason ?? "", when: row.m_removed };
      break;
    default:
      break;
  }
  return row.following ? { kind: "following" } : { kind: "none" };
}
