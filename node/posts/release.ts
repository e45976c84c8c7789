import { HERE, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { recordModeration } from "../modlog/record.ts";
import { tellNodes } from "../modlog/tell-nodes.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { visibleOf } from "../text/visible.ts";
import type { PostContent } from "./content.ts";
import type { PostRow } from "./find.ts";
import { mayRelease, type ReleasePlace } from "./policy.ts";
import { publishPost } from "./publish.ts";

const MOST_REASON = 1000;
/** So many posts go into one release. */
export const MOST_POSTS = 50;

export interface Releasing {
  readonly facilitatorId: string;
  /** The community whose posts they are. */
  readonly sourceId: string;
  readonly postIds: readonly string[];
  /** What will be read, as a topic of the community it is released into. */
  readonly content: PostContent;
  /** Read by everyone who reads the item, and in the moderation log of the source. Required, at most 1,000 characters. */
  readonly reason: string;
}

interface Source {
  readonly id: string;
  readonly iri: string;
}

/**
 * A facilitator releases what members wrote in a closed or hidden community of this node into another community: a new topic of
 * the facilitator's own there, which says that it is a release and why, and names no source that its readers could not see
 * (profile C.10). The decision stands in the source's moderation log, here and at its members' nodes, and the authors are
 * told. The same form again changes nothing. Refuses `not-found` (no such source here, or a post that stands no more),
 * `not-allowed`, `invalid` (target), `required`, `too-long`, and what `publishPost` refuses.
 */
export function releaseItems(ctx: NodeContext | WriteContext, releasing: Releasing): Promise<PostRow> {
  return inTransaction(ctx, async (tx) => {
    const { facilitatorId, sourceId, content } = releasing;
    const reason = visibleOf(releasing.reason).trim();
    const postIds = [...new Set(releasing.postIds)];
    if (postIds.length === 0) refuse("required", { field: "posts" });
    if (postIds.length > MOST_POSTS) refuse("invalid", { field: "posts" });
    if (reason === "") refuse("required", { field: "reason" });
    if (reason.length > MOST_REASON) refuse("too-long", { field: "reason", most: MOST_REASON });
    const source = await placeOf(tx, sourceId, facilitatorId);
    refuseUnless(mayRelease(source, await placeOf(tx, content.communityId, facilitatorId)));
    const sources = await sourcesOf(tx, sourceId, postIds);
    const release = { reason, made: tx.now };
    const post = await publishPost(tx, { authorId: facilitatorId, content: { ...content, release } });
    if (!(await keepSources(tx, sources, post))) return post;
    await tellOfRelease(tx, { facilitatorId, sourceId, reason, sources, post });
    return post;
  });
}

async function placeOf(tx: WriteContext, communityId: string, actorId: string): Promise<ReleasePlace> {
  const { id, local, level } = await communityHome(tx.sql, communityId);
  return { id, local, level, membership: await membershipOf(tx.sql, actorId, communityId, "share") };
}

/** The posts as they stand, held until the release does, so that none is deleted meanwhile. */
async function sourcesOf(tx: WriteContext, communityId: string, ids: readonly string[]) {
  const sources = await tx.sql<Source[]>`
    select id, iri from posts where id = any(${[...ids]}::uuid[]) and community_id = ${communityId} and state = 'accepted'
    order by id for share`;
  return sources.length === ids.length ? sources : refuse("not-found");
}

/** False where this form was sent before. */
async function keepSources(tx: WriteContext, sources: readonly Source[], { iri }: PostRow): Promise<boolean> {
  const kept = await tx.sql`insert into release_sources (source_id, release_iri, made)
    select unnest(${sources.map(({ id }) => id)}::uuid[]), ${iri}, ${tx.now} on conflict do nothing returning 1`;
  return kept.length > 0;
}

interface Released {
  readonly facilitatorId: string;
  readonly sourceId: string;
  readonly reason: string;
  readonly sources: readonly Source[];
  readonly post: PostRow;
}

async function tellOfRelease(tx: WriteContext, released: Released): Promise<void> {
  const { facilitatorId: actorId, sourceId: communityId, reason, sources, post } = released;
  for (const { id, iri } of sources)
    await recordChange(tx, {
      kind: "post.released",
      ...{ actorId, communityId, subjectId: id, subjectIri: iri },
      origin: HERE,
    });
  const [first] = sources;
  if (!first) return;
  const act = {
    kind: "item-released",
    actorId,
    communityId,
    post: first,
    reason,
    activityIri: null,
  } as const;
  await recordModeration(tx, act, HERE);
  const community = await communityHome(tx.sql, communityId);
  await tellNodes(tx, { community, facts: { releaseIri: post.iri } });
}
