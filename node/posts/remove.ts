import { HERE, type Origin } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { dropFilesOf } from "../files/drop.ts";
import { forgetKept } from "../logs/kept.ts";
import { membershipOf } from "../memberships/read.ts";
import { recordModeration } from "../modlog/record.ts";
import { relayToAll } from "../outbox/relay.ts";
import { isAdministrator } from "../people/administrator.ts";
import { expectReceipts } from "../receipts/expect.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { spendChoiceOf, unchoose } from "./answer.ts";
import { deletePost } from "./delete.ts";
import { type PostRow, postById } from "./find.ts";
import { mayRemove, mayRestore } from "./policy.ts";
import { withdrawReleasesOf } from "./release-withdraw.ts";
import { lastActivity, tellOfAct } from "./tell.ts";
import { countReplies } from "./thread.ts";

export interface Removal {
  readonly actorId: string;
  readonly postId: string;
  /** Shown to the author and in the thread. Required, ≤ 1,000 characters. */
  readonly reason: string;
}

/**
 * A facilitator, or an administrator of the community's node, removes a post with a reason: hidden at the author's and the community's node, erased elsewhere
 * (profile C.9, resolution 26). Refuses `not-allowed`, `not-found`, `required`.
 */
export function removePost(
  ctx: NodeContext | WriteContext,
  removal: Removal,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, removal.postId, "update");
    if (post.state === "removed") return again(tx, post, origin);
    if (removal.reason.trim() === "" && origin.road === "here") refuse("required", { field: "reason" });
    if (removal.reason.length > 1000) refuse("too-long", { field: "reason", most: 1000 });
    if (origin.road !== "relay") {
      refuseUnless(mayRemove(post, await standingOf(tx, removal.actorId, post)));
    }
    if (post.state === "deleted") return;
    const community = await communityHome(tx.sql, post.communityId);
    await hide(tx, post, removal, { erase: isCopy(post, community) && origin.road === "relay" });
    const wire = { type: "Delete", facts: { summary: removal.reason } } as const;
    const activityIri = await tellOfAct(
      tx,
      { kind: "post.removed", actorId: removal.actorId, post, wire },
      origin,
    );
    if (community.local && activityIri !== null)
      await expectReceipts(tx, { communityId: community.id, iri: activityIri });
    await noteAct(tx, { kind: "post-removed", ...removal, post, activityIri }, origin);
  });
}

/** Neither the author's node nor the community's. */
function isCopy(post: PostRow, community: { readonly local: boolean }): boolean {
  return !post.authorLocal && !community.local;
}

/** A facilitator here hid a copy and the community takes it up: now it is emptied. Until then it could have refused. */
async function again(tx: WriteContext, post: PostRow, origin: Origin): Promise<void> {
  if (origin.road !== "relay" || !isCopy(post, await communityHome(tx.sql, post.communityId))) return;
  await erase(tx, post);
}

interface Noted {
  readonly kind: "post-removed" | "post-restored";
  readonly actorId: string;
  readonly reason: string;
  readonly post: PostRow;
  readonly activityIri: string | null;
}

function noteAct(tx: WriteContext, { kind, actorId, reason, post, activityIri }: Noted, origin: Origin) {
  return recordModeration(
    tx,
    { kind, actorId, communityId: post.communityId, post, reason: reason.trim(), activityIri },
    origin,
  );
}

/** Administrators are known to their own node only: elsewhere they are what their membership says. */
async function standingOf(tx: WriteContext, actorId: string, { communityId }: PostRow) {
  const { local } = await communityHome(tx.sql, communityId);
  return {
    membership: await membershipOf(tx.sql, actorId, communityId, "share"),
    administersHome: local && (await isAdministrator(tx.sql, actorId)),
  };
}

async function hide(
  tx: WriteContext,
  post: PostRow,
  removal: Removal,
  how: { erase: boolean },
): Promise<void> {
  await tx.sql`update posts set state = 'removed', reason = ${removal.reason}, removed_by = ${removal.actorId} where id = ${post.id}`;
  if (how.erase) await erase(tx, post);
  await withdrawReleasesOf(tx, post.id, (item) => deletePost(tx, item));
  await tx.sql`delete from notices where post_id = ${post.id} and kind <> 'removed'`;
  await unchoose(tx, post);
  await spendChoiceOf(tx, post);
  if (post.rootId) await countReplies(tx, post.rootId);
}

async function erase(tx: WriteContext, post: PostRow): Promise<void> {
  await forgetKept(tx, post.iri);
  await tx.sql`update posts set title = '', source = '', html = '', summary = '', raw = null where id = ${post.id}`;
  await tx.sql`delete from post_revisions where post_id = ${post.id}`;
  await dropFilesOf(tx, post.id);
}

export interface Restoring {
  readonly actorId: string;
  readonly postId: string;
  /** Stands in the moderation log. Required, ≤ 1,000 characters. */
  readonly reason: string;
}

/**
 * A facilitator takes the removal of somebody else's post back, with a reason; the log then carries the text again, for
 * the nodes that erased it. Wire: Undo of the Delete. Refuses `not-allowed`, `not-found`, `required`, `too-long`.
 */
export function restorePost(
  ctx: NodeContext | WriteContext,
  restoring: Restoring,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { actorId, reason } = restoring;
    const post = await postById(tx.sql, restoring.postId, "update");
    const [removed] = await tx.sql<
      { by: string | null }[]
    >`select removed_by as by from posts where id = ${post.id}`;
    const facts = { ...post, removedBy: removed?.by ?? null };
    if (origin.road !== "relay")
      refuseUnless(mayRestore(facts, actorId, await standingOf(tx, actorId, post)));
    if (post.state !== "removed") return;
    if (reason.trim() === "" && origin.road === "here") refuse("required", { field: "reason" });
    if (reason.length > 1000) refuse("too-long", { field: "reason", most: 1000 });
    await tx.sql`update posts set state = 'accepted', reason = '', removed_by = null where id = ${post.id}`;
    if (post.rootId) await countReplies(tx, post.rootId);
    const objectIri = await lastActivity(tx, "Delete", post.iri);
    const wire = {
      type: "Undo",
      objectIri,
      facts: { undoes: "Delete", object: post.iri, summary: reason.trim() },
    } as const;
    const activityIri = await tellOfAct(tx, { kind: "post.restored", actorId, post, wire }, origin);
    await noteAct(tx, { kind: "post-restored", actorId, reason, post, activityIri }, origin);
    if ((await communityHome(tx.sql, post.communityId)).local) await logAgain(tx, post);
  });
}

/** Erased copies elsewhere need the text again: its newest activity enters the log a second time (profile E.4). */
async function logAgain(tx: WriteContext, post: PostRow): Promise<void> {
  const [content] = await tx.sql<{ iri: string; type: string }[]>`
    select iri, type from activities where object_iri = ${post.iri} and type in ('Create', 'Update')
    order by created desc limit 1`;
  if (!content) return;
  await relayToAll(tx, post.communityId, {
    activityIri: content.iri,
    objectIri: post.iri,
    type: content.type,
    titled: post.kind !== "reply",
    again: true,
  });
}
