import { type NodeContext, reading, type WriteContext } from "../context.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE, viewerOf } from "../visibility/viewer.ts";
import type { PostKind } from "./types.ts";

export interface ShownPost {
  readonly kind: PostKind;
  readonly groupIri: string;
}

/**
 * A post of a community whose node is `homeOrigin`, as one of its members here would find it, by the rule of who may read and
 * the second lock; null where they would not, or where it belongs to another node's community.
 */
export async function findShown(
  ctx: NodeContext,
  asked: { readonly iri: string; readonly homeOrigin: string },
): Promise<ShownPost | null> {
  const [place] = await ctx.sql<{ memberId: string | null }[]>`
    select (select m.actor_id from memberships m join actors a on a.id = m.actor_id and a.peer_id is null and a.deleted is null
        where m.community_id = p.community_id and m.state in ('active', 'suspended') limit 1) as "memberId"
    from posts p join communities c on c.id = p.community_id join actors g on g.id = c.actor_id
      join peers h on h.id = g.peer_id and h.origin = ${asked.homeOrigin} and h.state = 'accepted'
    where p.iri = ${asked.iri}`;
  if (!place) return null;
  const viewer = place.memberId === null ? ANYONE : viewerOf(place.memberId);
  return reading(ctx, viewer, async ({ sql }) => {
    const [row] = await sql<ShownPost[]>`
      select p.kind, g.iri as "groupIri" from posts p join communities c on c.id = p.community_id
        join actors g on g.id = c.actor_id
      where p.iri = ${asked.iri} and p.state in ('accepted', 'pending') and p.community_id in ${readableCommunities(sql, viewer)}`;
    return row ?? null;
  });
}

/** Whether a post is removed at this moment, and stays so until this transaction ends. */
export async function isRemovedNow(tx: WriteContext, iri: string): Promise<boolean> {
  const [row] = await tx.sql`select 1 from posts where iri = ${iri} and state = 'removed' for share`;
  return row !== undefined;
}
