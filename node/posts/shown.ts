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
 * the second lock, or as it is still held although that community's node was told that it is erased (profile D.4); null where
 * neither is so, or where it belongs to another node's community. Words of this node's own people are theirs.
 */
export async function findShown(
  ctx: NodeContext,
  asked: { readonly iri: string; readonly homeOrigin: string },
): Promise<ShownPost | null> {
  const [place] = await ctx.sql<Place[]>`
    select p.kind, g.iri as "groupIri", p.state in ('accepted', 'pending') and (p.html <> '' or p.title <> '') as words,
      w.peer_id is not null as theirs, isempty(c.applied) as unread, exists (select 1 from erasures e
        where e.community_id = p.community_id and e.peer_id is null and e.erased is not null) as erased,
      (select m.actor_id from memberships m join actors a on a.id = m.actor_id and a.peer_id is null and a.deleted is null
        where m.community_id = p.community_id and m.state in ('active', 'suspended') limit 1) as "memberId"
    from posts p join communities c on c.id = p.community_id join actors g on g.id = c.actor_id
      join peers h on h.id = g.peer_id and h.origin = ${asked.homeOrigin} and h.state = 'accepted'
      join actors w on w.id = p.author_id
    where p.iri = ${asked.iri}`;
  if (!place) return null;
  // What own people answered leaves an empty place, which shows nothing.
  if (place.erased && place.theirs)
    return place.words ? { kind: place.kind, groupIri: place.groupIri } : null;
  const viewer = place.memberId === null ? ANYONE : viewerOf(place.memberId);
  return reading(ctx, viewer, async ({ sql }) => {
    const [row] = await sql<ShownPost[]>`
      select p.kind, g.iri as "groupIri" from posts p join communities c on c.id = p.community_id
        join actors g on g.id = c.actor_id
      where p.iri = ${asked.iri} and p.state in ('accepted', 'pending') and p.community_id in ${readableCommunities(sql, viewer)}`;
    return row ?? null;
  });
}

interface Place extends ShownPost {
  readonly words: boolean;
  /** Written by somebody of another node. */
  readonly theirs: boolean;
  /** Its community's node was told that what others wrote there is erased here. */
  readonly erased: boolean;
  /** Nothing of its log was brought since. */
  readonly unread: boolean;
  readonly memberId: string | null;
}

/** Whether a post is removed at this moment, and stays so until this transaction ends. */
export async function isRemovedNow(tx: WriteContext, iri: string): Promise<boolean> {
  const [row] = await tx.sql`select 1 from posts where iri = ${iri} and state = 'removed' for share`;
  return row !== undefined;
}

/**
 * IRIs of some posts of a community of this node that people of other nodes than one wrote before a moment, and that stand: that
 * node may be asked whether it holds them. The seed decides which.
 */
export async function someOfOthers(
  { sql }: NodeContext,
  asked: {
    readonly communityId: string;
    readonly peerId: string;
    readonly before: Date;
    readonly seed: string;
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const rows = await sql<{ iri: string }[]>`
    select p.iri from posts p join actors a on a.id = p.author_id where p.community_id = ${asked.communityId}
      and p.state = 'accepted' and p.published < ${asked.before} and a.peer_id is distinct from ${asked.peerId}::uuid
    order by md5(p.iri || ${asked.seed}) limit ${asked.limit}`;
  return rows.map(({ iri }) => iri);
}
