import { recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { type PostRow, postByIri } from "./find.ts";
import { countReplies } from "./thread.ts";

/**
 * The community elsewhere refused a removal that somebody here sent: the post is shown again. Its text is still here, because a
 * copy is emptied only once the removal comes in the community's log.
 */
export async function takeBackRemoval(
  tx: WriteContext,
  removal: { readonly postIri: string; readonly facilitatorId: string },
): Promise<void> {
  const post = await postByIri(tx.sql, removal.postIri, "update");
  if (post?.state !== "removed" || (await communityHome(tx.sql, post.communityId)).local) return;
  const [back] = await tx.sql`
    update posts set state = 'accepted', reason = '', removed_by = null
    where id = ${post.id} and removed_by = ${removal.facilitatorId} returning 1`;
  if (!back) return;
  await tell(tx, post, "post.restored");
}

/** The community elsewhere refused to show a post again that somebody here restored: it is removed as it was before. */
export async function takeBackRestoring(
  tx: WriteContext,
  restoring: { readonly postIri: string; readonly facilitatorId: string },
): Promise<void> {
  const post = await postByIri(tx.sql, restoring.postIri, "update");
  if (post?.state !== "accepted" || (await communityHome(tx.sql, post.communityId)).local) return;
  const acts = await tx.sql<{ kind: string; actorId: string | null; reason: string }[]>`
    select kind, actor_id as "actorId", reason from moderation_acts
    where post_id = ${post.id} and kind in ('post-removed', 'post-restored') order by happened desc limit 2`;
  const [restored, removed] = acts;
  if (restored?.kind !== "post-restored" || restored.actorId !== restoring.facilitatorId || !removed) return;
  await tx.sql`update posts set state = 'removed', reason = ${removed.reason}, removed_by = ${removed.actorId}
    where id = ${post.id}`;
  await tell(tx, post, "post.removed");
}

async function tell(tx: WriteContext, post: PostRow, kind: "post.removed" | "post.restored"): Promise<void> {
  if (post.rootId) await countReplies(tx, post.rootId);
  await recordChange(tx, {
    kind,
    actorId: null,
    communityId: post.communityId,
    subjectId: post.id,
    subjectIri: post.iri,
    revision: post.revision,
    origin: { road: "here" },
  });
}

/** The same of a lock (`on`), or of taking one off, which it was before. */
export async function takeBackLock(
  tx: WriteContext,
  lock: { readonly postIri: string; readonly on: boolean },
): Promise<void> {
  const post = await postByIri(tx.sql, lock.postIri, "update");
  if (!post || (await communityHome(tx.sql, post.communityId)).local) return;
  await tx.sql`update posts set locked = ${lock.on ? null : tx.now}, lock_reason = '' where id = ${post.id}`;
}
