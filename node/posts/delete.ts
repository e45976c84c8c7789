import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { dropFilesOf } from "../files/drop.ts";
import { forgetKept } from "../logs/kept.ts";
import { spendEntries } from "../outbox/relay.ts";
import { actorById } from "../people/actor.ts";
import { refuseUnless } from "../refusal.ts";
import { unchoose } from "./answer.ts";
import { type PostRow, postById } from "./find.ts";
import { mayDelete } from "./policy.ts";
import { withdrawReleasesOf } from "./release-withdraw.ts";
import { sendPost } from "./send.ts";
import { countReplies } from "./thread.ts";

/**
 * The author deletes: text, versions, received bytes and notices go in one transaction and cannot be restored; the
 * thread keeps an empty place and the id is remembered (resolution 26). Refuses `wrong-author`, `not-found`.
 */
export function deletePost(
  ctx: NodeContext | WriteContext,
  deleting: { actorId: string; postId: string },
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, deleting.postId, "update");
    if (post.state === "deleted") return;
    refuseUnless(mayDelete(post, deleting.actorId));
    await erase(tx, post);
    await withdrawReleasesOf(tx, post.id, (item) => deletePost(tx, item));
    const changeId = await recordChange(tx, {
      kind: "post.deleted",
      actorId: deleting.actorId,
      communityId: post.communityId,
      subjectId: post.id,
      subjectIri: post.iri,
      origin,
    });
    const community = await communityHome(tx.sql, post.communityId);
    const author = await actorById(tx.sql, deleting.actorId);
    await sendPost(tx, { type: "Delete", post, community, author, changeId }, origin);
  });
}

/**
 * Remembers an id that was deleted before it came, so that a late copy is refused (profile C-22, A78). Without an
 * author it was removed, and may be restored; a deletion is for good. A removal counts in its community only. `logged`:
 * the community's log says so too, and what it holds is compared with it.
 */
export async function rememberDeleted(
  tx: WriteContext,
  gone: { iri: string; communityId: string; authorIri: string | null; logged: boolean },
): Promise<void> {
  await tx.sql`insert into tombstones (iri, community_id, author_iri, deleted, logged)
    values (${gone.iri}, ${gone.communityId}, ${gone.authorIri}, ${tx.now}, ${gone.logged})
    on conflict (iri, community_id) do update set author_iri = coalesce(tombstones.author_iri, excluded.author_iri),
      logged = tombstones.logged or excluded.logged`;
}

/** True for a post that was removed: here, or by its community before it came here. */
export async function isRemovedHere(
  tx: WriteContext,
  gone: { iri: string; communityId: string },
): Promise<boolean> {
  const [row] = await tx.sql<{ removed: boolean }[]>`
    select coalesce((select state = 'removed' from posts where iri = ${gone.iri}), exists (select 1 from tombstones
      where iri = ${gone.iri} and community_id = ${gone.communityId} and author_iri is null)) as removed`;
  return row?.removed ?? false;
}

/** The community restored a post that it had removed before it came here: its text may come now. */
export async function forgetRemoval(
  tx: WriteContext,
  gone: { iri: string; communityId: string },
): Promise<void> {
  await tx.sql`delete from tombstones
    where iri = ${gone.iri} and community_id = ${gone.communityId} and author_iri is null`;
}

async function erase(tx: WriteContext, post: PostRow): Promise<void> {
  await tx.sql`update posts set state = 'deleted', title = '', source = '', html = '', summary = '', raw = null, hashtags = '{}',
    themes = '{}', updated = ${tx.now}, revision = revision + 1, reason = '' where id = ${post.id}`;
  await tx.sql`delete from post_revisions where post_id = ${post.id}`;
  await tx.sql`delete from post_releases where post_id = ${post.id}`;
  await tx.sql`delete from notices where post_id = ${post.id}`;
  await tx.sql`delete from useful_marks where post_id = ${post.id}`;
  await dropFilesOf(tx, post.id);
  await unchoose(tx, post);
  await spendEntries(tx, post.communityId, post.iri, { types: ["Like"] });
  // Copies of the text kept for relaying go too; their entries in the log are served as Tombstones.
  await tx.sql`update activities set bytes = null where object_iri = ${post.iri} and type in ('Create', 'Update')`;
  await tx.sql`update activities a set bytes = null from log_entries e
    where e.object_iri = ${post.iri} and e.type in ('Create', 'Update') and a.iri = e.announce_iri`;
  await forgetKept(tx, post.iri);
  await rememberDeleted(tx, {
    iri: post.iri,
    communityId: post.communityId,
    authorIri: post.authorIri,
    logged: true,
  });
  if (post.rootId) await countReplies(tx, post.rootId);
}
