import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { type PostRow, postById } from "./find.ts";
import { sendPost } from "./send.ts";

export interface Mark {
  readonly actorId: string;
  readonly postId: string;
}

/**
 * Marks a post as useful, once per person (profile C-23). Anyone who may read may say so, except the author.
 * Wire: Like. Refuses `not-found`, `not-allowed` (own post), `suspended`.
 */
export function markUseful(
  ctx: NodeContext | WriteContext,
  mark: Mark,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, mark.postId, "update");
    const community = await communityHome(tx.sql, post.communityId);
    if (origin.road !== "relay") await checkMayMark(tx, mark, { post, community });
    if (post.state === "deleted") refuse("not-found");
    const [made] =
      await tx.sql`insert into useful_marks (post_id, actor_id, made) values (${post.id}, ${mark.actorId}, ${tx.now})
      on conflict do nothing returning 1`;
    if (!made) return;
    const changeId = await settleCount(tx, "post.marked-useful", mark, origin);
    const actor = await actorById(tx.sql, mark.actorId);
    const iri = await sendPost(tx, { type: "Like", post, community, author: actor, changeId }, origin);
    const known = origin.road === "here" ? iri : origin.activity.iri;
    await tx.sql`update useful_marks set activity_iri = ${known} where post_id = ${post.id} and actor_id = ${mark.actorId}`;
  });
}

/** What a community has logged was allowed there, and may come here before the post itself stands. */
async function checkMayMark(
  tx: WriteContext,
  mark: Mark,
  { post, community }: { post: PostRow; community: CommunityHome },
): Promise<void> {
  if (post.state !== "accepted") refuse("not-found");
  if (post.authorId === mark.actorId) refuse("not-allowed", { why: "own" });
  const membership = await membershipOf(tx.sql, mark.actorId, community.id, "share");
  if (membership?.state === "suspended") refuse("suspended");
  if (!isPublicLevel(community.level) && membership?.state !== "active") refuse("not-found");
}

/** Takes the mark back; doing it twice changes nothing. Wire: Undo{Like}. */
export function unmarkUseful(
  ctx: NodeContext | WriteContext,
  mark: Mark,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, mark.postId, "update");
    const [gone] = await tx.sql<{ activity_iri: string | null }[]>`
      delete from useful_marks where post_id = ${post.id} and actor_id = ${mark.actorId} returning activity_iri`;
    if (!gone) return;
    const changeId = await settleCount(tx, "post.unmarked", mark, origin);
    const community = await communityHome(tx.sql, post.communityId);
    const actor = await actorById(tx.sql, mark.actorId);
    await sendPost(
      tx,
      {
        type: "Undo",
        post,
        community,
        author: actor,
        changeId,
        objectIri: gone.activity_iri ?? post.iri,
        facts: { undoes: "Like", object: post.iri },
      },
      origin,
    );
    if (community.local && gone.activity_iri) {
      await tx.sql`update log_entries set state = 'spent' where community_id = ${community.id} and activity_iri = ${gone.activity_iri}`;
    }
  });
}

async function settleCount(
  tx: WriteContext,
  kind: "post.marked-useful" | "post.unmarked",
  mark: Mark,
  origin: Origin,
): Promise<string> {
  const [post] = await tx.sql<{ community_id: string; iri: string }[]>`
    update posts p set useful = (select count(*) from useful_marks u where u.post_id = p.id)
    where p.id = ${mark.postId} returning community_id, iri`;
  return recordChange(tx, {
    kind,
    actorId: mark.actorId,
    communityId: post?.community_id ?? null,
    subjectId: mark.postId,
    subjectIri: post?.iri ?? null,
    origin,
  });
}
