import type { AnyContext } from "../context.ts";
import { mayReadHidden } from "../visibility/holders.ts";

/** Whether a node may read hidden communities of this one for its people; by row id of the peer. */
export async function mayPeerReadHidden(ctx: AnyContext, peerId: string): Promise<boolean> {
  const { sql } = ctx;
  const [row] = await sql`select 1 from peers p where p.id = ${peerId} and ${mayReadHidden(sql)}`;
  return row !== undefined;
}

/** The same, by its origin. */
export async function isReaderOfHidden(ctx: AnyContext, origin: string): Promise<boolean> {
  const [row] = await ctx.sql`select 1 from peers p where p.origin = ${origin} and ${mayReadHidden(ctx.sql)}`;
  return row !== undefined;
}

/** Whether somebody of a node is a member of a community now. */
export async function hasMemberAt(ctx: AnyContext, communityId: string, peerId: string): Promise<boolean> {
  const [row] =
    await ctx.sql`select 1 from memberships m join actors a on a.id = m.actor_id and a.deleted is null
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and a.peer_id = ${peerId} limit 1`;
  return row !== undefined;
}

/** Who asks by reference: a person of another node, and the hidden community of this one. */
export interface HiddenAsker {
  readonly actorId: string;
  readonly personIri: string;
  /** Their node. */
  readonly peerId: string;
  readonly communityId: string;
  readonly handle: string;
  /** `invited`: may read who invites, join or decline, and nothing else. */
  readonly standing: "member" | "invited";
}

/**
 * Who a person of another node is to a hidden community of this one, now: null for everyone it is not there for, which
 * is asked again at each request, so that a removal, a pause of the connection or a mark taken back counts at once.
 */
export async function findAsker(
  ctx: AnyContext,
  by: { readonly groupIri: string; readonly personIri: string; readonly origin: string },
): Promise<HiddenAsker | null> {
  const { sql } = ctx;
  const [row] = await sql<(HiddenAsker & { member: boolean; invited: boolean })[]>`
    select a.id as "actorId", a.iri as "personIri", p.id as "peerId", c.id as "communityId", g.handle,
      exists (select 1 from memberships m where m.community_id = c.id and m.actor_id = a.id and m.state in ('active', 'suspended')) as member,
      exists (select 1 from hidden_invitations i where i.community_id = c.id and i.actor_id = a.id and i.ends > ${ctx.clock.now()}) as invited
    from communities c join actors g on g.id = c.actor_id and g.peer_id is null, actors a join peers p on p.id = a.peer_id
    where g.iri = ${by.groupIri} and c.level = 'confidential' and a.iri = ${by.personIri} and a.kind = 'person' and a.deleted is null
      and a.suspended is null and p.origin = ${by.origin} and ${mayReadHidden(sql)}`;
  if (!row) return null;
  const { member, invited, ...asker } = row;
  if (!member && !invited) return null;
  return { ...asker, standing: member ? "member" : "invited" };
}
