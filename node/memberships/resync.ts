import { HERE, recordChange } from "../changes/record.ts";
import type { AnyContext, WriteContext } from "../context.ts";
import { tellHome } from "./leave.ts";
import { noteAgreed, presentGrant } from "./proofs.ts";
import { findMembership, type Membership } from "./read.ts";
import type { Role } from "./types.ts";

export interface GrantedMembership {
  readonly iri: string;
  readonly personIri: string;
  readonly role: Role;
  readonly state: "active" | "suspended" | "ended";
  readonly since: Date;
  readonly reason?: string;
  readonly until?: Date | null;
}

/** Person → version of the row: memberships of this node's people with no letter about them on its way. */
export type SettledMemberships = ReadonlyMap<string, string>;

/**
 * What can be compared with the community's own set. To be asked before the community is: what changes from then on, or
 * still has a letter in the lane, is further than that set, or the set is further than we are, and nobody can tell.
 */
export async function settledMemberships(ctx: AnyContext, communityId: string): Promise<SettledMemberships> {
  const rows = await ctx.sql<{ iri: string; version: string }[]>`
    select a.iri, m.xmin::text as version from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and a.peer_id is null and not exists (
      select 1 from deliveries d join activities v on v.iri = d.activity_iri
      where d.community_id = m.community_id and d.kind = 'letter' and d.failed is null and v.actor_iri = a.iri
        and v.facts->>'membershipId' = m.id::text)`;
  return new Map(rows.map((row) => [row.iri, row.version]));
}

/**
 * What a community elsewhere says of one membership now (`Update{Relationship}`, profile B.4). A request that waits is
 * answered otherwise. `ignored`: nobody here, no member, or it is known already.
 */
export async function takeGrant(
  tx: WriteContext,
  communityId: string,
  grant: GrantedMembership,
): Promise<"taken" | "ignored"> {
  const [row] = await tx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id where m.community_id = ${communityId}
      and a.iri = ${grant.personIri} and a.peer_id is null and m.state in ('active', 'suspended') for update of m`;
  const membership = row ? await findMembership(tx.sql, { id: row.id }) : null;
  if (!membership) return "ignored";
  await settle(tx, { ...membership, ended: null }, grant);
  return "taken";
}

/**
 * Takes over the community's own set of memberships of this node's people (profile B.6): granted ones are active,
 * missing ones have ended, unless it was restored and is shown what it granted, a request that still waits stays. Somebody who has left meanwhile is not taken back: the
 * community is told again. What was not settled when the set was asked for is left alone.
 */
export async function replaceGrants(
  tx: WriteContext,
  communityId: string,
  {
    grants,
    settled,
    epoch,
  }: {
    readonly grants: readonly GrantedMembership[];
    readonly settled: SettledMemberships;
    /** Under which the community says so. */
    readonly epoch: string;
  },
): Promise<void> {
  const granted = new Map(grants.map((grant) => [grant.personIri, grant]));
  const rows = await tx.sql<{ id: string; iri: string; version: string; ended: Date | null }[]>`
    select m.id, a.iri, m.xmin::text as version, m.ended from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and a.peer_id is null for update of m`;
  for (const { id, iri, version, ended } of rows) {
    const grant = granted.get(iri) ?? null;
    granted.delete(iri);
    if (settled.get(iri) !== version) continue;
    const membership = await findMembership(tx.sql, { id });
    if (grant === null && membership && (await presentGrant(tx, membership, epoch))) continue;
    if (membership) await settle(tx, { ...membership, ended }, grant);
  }
  for (const grant of granted.values()) await addGranted(tx, communityId, grant);
  await noteAgreed(tx, communityId, { epoch, people: grants.map((grant) => grant.personIri) });
}

async function settle(
  tx: WriteContext,
  membership: Membership & { readonly ended: Date | null },
  grant: GrantedMembership | null,
): Promise<void> {
  const { state } = membership;
  const member = state === "active" || state === "suspended";
  if (grant === null || grant.state === "ended") return member ? end(tx, membership) : undefined;
  if (state === "ended" && (membership.ended ?? tx.now) >= grant.since) return tellHome(tx, membership);
  const paused = grant.state === "suspended";
  await tx.sql`update memberships set role = ${grant.role}, state = ${grant.state}, grant_iri = ${grant.iri},
    decided = coalesce(decided, ${grant.since}), ended = null, removed = null,
    paused = ${paused ? (membership.paused ?? tx.now) : null}, paused_until = ${paused ? (grant.until ?? null) : null},
    reason = case when ${paused} then ${grant.reason ?? ""} else reason end where id = ${membership.id}`;
  if (member) return state === grant.state ? undefined : noteState(tx, membership, grant.state);
  await recordChange(tx, {
    kind: "membership.granted",
    actorId: membership.actorId,
    communityId: membership.communityId,
    subjectId: membership.id,
    origin: HERE,
    facts: { asked: membership.words !== "" },
  });
}

/** Posting was paused or opened again, and this node had not heard of it. */
async function noteState(tx: WriteContext, membership: Membership, state: "active" | "suspended") {
  await recordChange(tx, {
    kind: state === "suspended" ? "membership.suspended" : "membership.restored",
    actorId: null,
    communityId: membership.communityId,
    subjectId: membership.id,
    origin: HERE,
  });
}

async function end(tx: WriteContext, membership: Membership): Promise<void> {
  await tx.sql`update memberships set state = 'ended', ended = ${tx.now} where id = ${membership.id}`;
  await recordChange(tx, {
    kind: "membership.ended",
    actorId: membership.actorId,
    communityId: membership.communityId,
    subjectId: membership.id,
    origin: HERE,
  });
}

async function addGranted(tx: WriteContext, communityId: string, grant: GrantedMembership): Promise<void> {
  if (grant.state === "ended") return;
  await tx.sql`
    insert into memberships (community_id, actor_id, role, state, grant_iri, requested, decided, paused, paused_until, reason)
    select ${communityId}, a.id, ${grant.role}, ${grant.state}, ${grant.iri}, ${grant.since}, ${grant.since},
      ${grant.state === "suspended" ? tx.now : null}::timestamptz, ${grant.until ?? null}::timestamptz, ${grant.reason ?? ""}
    from actors a where a.iri = ${grant.personIri} and a.peer_id is null
    on conflict (community_id, actor_id) do nothing`;
}
