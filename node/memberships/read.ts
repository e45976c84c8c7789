import type { Reader } from "../db/open.ts";
import type { MembershipFacts } from "./policy.ts";
import type { Role } from "./types.ts";

export interface Membership extends MembershipFacts {
  readonly id: string;
  readonly communityId: string;
  readonly actorId: string;
  readonly grantIri: string | null;
  readonly requestIri: string | null;
  readonly request: unknown;
  readonly words: string;
  readonly reason: string;
  readonly requested: Date;
  readonly decided: Date | null;
  readonly decidedBy: string | null;
  readonly paused: Date | null;
  readonly pausedUntil: Date | null;
  readonly removed: Date | null;
}

/**
 * What an actor is to a community, or null. `lock`: in a transaction, keeps a removal and a post from crossing
 * (share) or two decisions from both winning (update).
 */
export async function membershipOf(
  sql: Reader,
  actorId: string,
  communityId: string,
  lock?: "share" | "update",
): Promise<Membership | null> {
  const locking = lock === "share" ? sql`for share` : lock === "update" ? sql`for update` : sql``;
  const [row] = await sql<Membership[]>`
    select ${columns(sql)} from memberships where community_id = ${communityId} and actor_id = ${actorId} ${locking}`;
  return row ?? null;
}

/** A membership by its id or by the IRI of the request that began it; null when there is none. */
export async function findMembership(
  sql: Reader,
  by: { id: string } | { requestIri: string },
  lock?: "update",
): Promise<Membership | null> {
  const where = "id" in by ? sql`id = ${by.id}` : sql`request_iri = ${by.requestIri}`;
  const [row] = await sql<Membership[]>`
    select ${columns(sql)} from memberships where ${where} ${lock ? sql`for update` : sql``}`;
  return row ?? null;
}

/** Number of current facilitators and owners. */
export async function countFacilitators(sql: Reader, communityId: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from memberships where community_id = ${communityId} and state = 'active' and role <> 'member'`;
  return row?.n ?? 0;
}

/** Current facilitators: actor ids and whether they are of this node. */
export async function listFacilitators(
  sql: Reader,
  communityId: string,
): Promise<readonly { actorId: string; iri: string; role: Role; local: boolean }[]> {
  return sql`select m.actor_id as "actorId", a.iri, m.role, a.peer_id is null as local
    from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and m.state = 'active' and m.role <> 'member' order by m.decided, m.id`;
}

function columns(sql: Reader) {
  return sql`id, community_id as "communityId", actor_id as "actorId", role, state, grant_iri as "grantIri",
    request_iri as "requestIri", request, words, reason, requested, decided, decided_by as "decidedBy", paused,
    paused_until as "pausedUntil", removed`;
}
