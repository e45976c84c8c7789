import type { AnyContext } from "../context.ts";
import type { Role } from "../memberships/types.ts";

/** What other nodes may be told of a local community; each takes the community's row id. */

export interface GrantRow {
  readonly iri: string;
  readonly personIri: string;
  readonly role: Role;
  readonly state: "active" | "suspended";
  readonly since: Date;
  /** Of a suspended one: why, and until when. */
  readonly reason: string;
  readonly until: Date | null;
}

/** Current grants of one node's people (profile B.6); what only that node may read. */
export async function listGrants(
  ctx: AnyContext,
  communityId: string,
  origin: string,
): Promise<readonly GrantRow[]> {
  return ctx.sql<GrantRow[]>`
    select m.grant_iri as iri, a.iri as "personIri", m.role, m.state, coalesce(m.decided, m.requested) as since,
      case when m.state = 'suspended' then m.reason else '' end as reason, m.paused_until as until
    from memberships m join actors a on a.id = m.actor_id join peers p on p.id = a.peer_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and m.grant_iri is not null and p.origin = ${origin}
    order by a.iri`;
}

/** IRIs of current facilitators, longest serving first. */
export async function listModerators(ctx: AnyContext, communityId: string): Promise<readonly string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select a.iri from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and m.state = 'active' and m.role <> 'member' order by m.decided, m.id`;
  return rows.map((row) => row.iri);
}

/** Counts of a community's followers and members together, as `followers` shows them. */
export async function countFollowers(ctx: AnyContext, communityId: string): Promise<number> {
  const [row] = await ctx.sql<{ n: number }[]>`
    select (select count(*) from memberships where community_id = ${communityId} and state = 'active')::int
      + (select count(*) from follows where community_id = ${communityId} and state = 'active')::int as n`;
  return row?.n ?? 0;
}

/** True when an actor reads or belongs to the community (Lemmy's `is_follower`). */
export async function isFollower(ctx: AnyContext, communityId: string, actorIri: string): Promise<boolean> {
  const rows = await ctx.sql`
    select 1 from actors a where a.iri = ${actorIri} and (
      exists (select 1 from memberships m where m.actor_id = a.id and m.community_id = ${communityId} and m.state = 'active')
      or exists (select 1 from follows f where f.actor_id = a.id and f.community_id = ${communityId} and f.state = 'active'))`;
  return rows.length > 0;
}

/** Members per node with each node's IRI, for `members` (profile B.5). `origin`: whose own people are listed by id. */
export async function listShares(
  ctx: AnyContext,
  communityId: string,
  origin: string,
): Promise<readonly { nodeIri: string; name: string; members: number; memberIris: string[] }[]> {
  return ctx.sql`
    select coalesce(p.node_iri, ${ctx.iris.node}) as "nodeIri", coalesce(p.name, ${ctx.config.nodeName}) as name, count(*)::int as members,
      coalesce(array_agg(a.iri order by a.iri) filter (where p.origin = ${origin}), '{}') as "memberIris"
    from memberships m join actors a on a.id = m.actor_id left join peers p on p.id = a.peer_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') group by 1, 2 order by 2`;
}

export interface MemberForHolders {
  readonly iri: string;
  readonly name: string;
  /** The council they work for, where it is known. */
  readonly council: string | null;
  readonly role: Role;
  readonly since: Date;
  readonly nodeIri: string;
  readonly nodeName: string;
}

/**
 * Everyone who is a member of a closed community of this node now, for a node that holds it: nobody where PostgreSQL does not
 * know the reader (`reading`) as one. Facilitators first, then by name. At most 5,000.
 */
export async function listMembersForHolders(
  ctx: AnyContext,
  communityId: string,
): Promise<readonly MemberForHolders[]> {
  return ctx.sql`
    select a.iri, a.name, o.name as council, m.role, coalesce(m.decided, m.requested) as since,
      coalesce(p.node_iri, ${ctx.iris.node}) as "nodeIri", coalesce(p.name, ${ctx.config.nodeName}) as "nodeName"
    from memberships m join actors a on a.id = m.actor_id and a.deleted is null left join peers p on p.id = a.peer_id
      left join organisations o on o.id = a.organisation_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and m.community_id in (select viewer_rooms())
    order by m.role = 'member', a.name, m.id limit 5000`;
}

/** For the membership digest (profile B.6): non-ended memberships of people of one origin (null: of this node). */
export async function listMembershipTuples(
  ctx: AnyContext,
  communityId: string,
  origin: string | null,
): Promise<readonly { subject: string; role: Role; state: string }[]> {
  return ctx.sql`
    select a.iri as subject, m.role, m.state from memberships m join actors a on a.id = m.actor_id left join peers p on p.id = a.peer_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and p.origin is not distinct from ${origin} order by 1`;
}
