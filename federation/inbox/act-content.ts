import type { WriteContext } from "../../node/context.ts";
import { sameOrigin } from "../../node/iris.ts";
import { type ModerationAct, recordModeration } from "../../node/modlog/record.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { type Arrival, type Arriving, arrivalOf, oneAfterAnother } from "../../node/posts/arrival.ts";
import { noteLogged, takeBack } from "../../node/posts/arrive.ts";
import { deletePost, isRemovedHere, rememberDeleted } from "../../node/posts/delete.ts";
import { editPost } from "../../node/posts/edit.ts";
import { isErased, postByIri } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { removePost } from "../../node/posts/remove.ts";
import { hasOrphans, rootNamedBy, standInForDeleted } from "../../node/posts/thread.ts";
import { sendReceipt } from "../../node/receipts/send.ts";
import { refuse } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { ReadCreate, ReadDelete, ReadUpdate } from "../read/activity-types.ts";
import { mayBelong } from "../read/authority-relay.ts";
import type { ReadContent } from "../read/content-object.ts";
import { type ActPlace, NotHereYet, postHere } from "./act-place.ts";
import { postContentOf } from "./content.ts";

/** Content is written: by letter to a local community, or in the log of one elsewhere. Refuses as `publishPost` does. */
export async function onCreate(tx: WriteContext, act: ReadCreate, place: ActPlace): Promise<void> {
  const { community, actor, origin } = place;
  const content = act.content ?? refuse("unsupported");
  if (content.public !== isPublicLevel(community.level)) refuse("visibility-mismatch");
  if (origin.road === "relay") await checkBelongs(tx, act, { community, actor, origin });
  else await oneAfterAnother(tx, content.iri, content.inReplyTo, rootNamedBy(content.context));
  const arrival = place.arrival ?? (await arrivalIn(tx, content, { authorIri: actor.iri, community }));
  if (origin.road === "relay" && arrival.removed) throw new NotHereYet(act.object);
  const post = await publishPost(
    tx,
    {
      authorId: actor.id,
      content: await postContentOf(tx, content, { communityId: community.id, document: act.document }),
      read: { community, author: actor, arrival },
    },
    origin,
  );
  // The text of a removed post that is restored comes in the log once more (profile E.4).
  if (origin.road === "relay" && isErased(post) && post.state === "accepted" && !isErased(content))
    await onUpdate(tx, { ...act, type: "Update", ofActor: false }, { community, actor, origin });
}

/** What is known of content before it is written in a community. */
export function arrivalIn(
  tx: WriteContext,
  { iri, kind }: ReadContent,
  where: Pick<Arriving, "authorIri" | "community">,
): Promise<Arrival> {
  return arrivalOf(tx, { ...where, iri, first: kind !== "reply" });
}

/**
 * E-09: what names no community was written for this one only where it addresses or mentions it, or answers something
 * in it. Throws NotHereYet for an answer to something that has not come.
 */
async function checkBelongs(tx: WriteContext, act: ReadCreate, place: ActPlace): Promise<void> {
  const { iri: groupIri, level } = place.community;
  const facts = { groupIri, profile: false, public: isPublicLevel(level), aboutThisCommunity: false };
  const parentIri = act.content?.inReplyTo ?? null;
  if (mayBelong(act, facts).ok) return;
  // Another community than this one: its thread was moved here, or it would not have come so far (checkMovedHere).
  if (act.audience !== null) return;
  if (parentIri === null) refuse("wrong-audience");
  await postHere(tx, parentIri, place);
}

/** A removed post gets its text again only after the entry that restores it, which a log read backwards has later. */
async function waitForRestoring(
  tx: WriteContext,
  content: { iri: string; communityId: string },
): Promise<void> {
  if (await isRemovedHere(tx, content)) throw new NotHereYet(content.iri);
}

/** Content is changed; an Update of something unknown is a Create (E-17). Refuses as `editPost` does. */
export async function onUpdate(tx: WriteContext, act: ReadUpdate, place: ActPlace): Promise<void> {
  const { community, actor, origin } = place;
  const content = act.content ?? refuse("unsupported");
  if (content.public !== isPublicLevel(community.level)) refuse("visibility-mismatch");
  const post = await postByIri(tx.sql, act.object, "update");
  // The log serves only the newest text of each object.
  if (!post) return onCreate(tx, { ...act, type: "Create" }, place);
  if (post.communityId !== community.id) refuse("wrong-audience");
  if (post.authorId !== actor.id) refuse("wrong-author");
  if (origin.road === "relay") {
    await waitForRestoring(tx, post);
    await takeBack(tx, post, origin);
  }
  await editPost(
    tx,
    {
      actorId: actor.id,
      postId: post.id,
      seen: null,
      content: await postContentOf(tx, dated(content, act, tx.now), {
        communityId: community.id,
        document: act.document,
      }),
    },
    origin,
  );
}

/** An edit that does not say when it was made (older Pleroma, Mobilizon) was made when it was sent, or came. */
function dated(content: ReadContent, act: ReadUpdate, now: Date): ReadContent {
  if (content.updated !== null) return content;
  const sent = act.published;
  const later = sent !== null && (content.published === null || sent > content.published);
  return { ...content, updated: later ? sent : now };
}

/** A removal of something that never came here, for the moderation log. */
function removalOf(
  act: ReadDelete & { readonly reason: string },
  community: ActPlace["community"],
  actor: ActPlace["actor"],
): ModerationAct {
  const post = { id: null, iri: act.object };
  return {
    ...{ kind: "post-removed", actorId: actor.id, communityId: community.id },
    ...{ post, reason: act.reason, activityIri: act.id },
  };
}

/** The author deletes, or a facilitator removes (with a reason). Refuses as `deletePost` and `removePost` do. */
export async function onDelete(
  tx: WriteContext,
  act: ReadDelete,
  { community, actor, origin }: ActPlace,
): Promise<void> {
  if (origin.road !== "relay") await oneAfterAnother(tx, act.object);
  await obey(tx, act, { community, actor, origin });
  // Signed by this node, in the transaction in which it is obeyed.
  if (origin.road === "relay" && act.reason !== null && isRecent(act.published, tx.now))
    await sendReceipt(tx, { iri: act.id, community });
}

/** Who reads an old log obeys too, and confirms nothing: nobody waits for it. */
function isRecent(published: Date | null, now: Date): boolean {
  return published !== null && now.getTime() - published.getTime() < RECEIPT_DAYS * 86_400_000;
}

const RECEIPT_DAYS = 30;

async function obey(
  tx: WriteContext,
  act: ReadDelete,
  { community, actor, origin }: ActPlace,
): Promise<void> {
  const post = await postByIri(tx.sql, act.object, "update");
  if (!post) {
    // Of something that never came, only its own server's people say that it is deleted (profile E.3).
    if (act.reason === null && !sameOrigin(act.object, actor.iri)) refuse("wrong-author");
    // A letter may overtake the one it speaks of; that of an account is no post that could come.
    if (origin.road !== "relay" && (await actorByIri(tx.sql, act.object))) refuse("wrong-author");
    if (origin.road === "relay" || act.reason === null)
      await rememberDeleted(tx, {
        iri: act.object,
        communityId: community.id,
        authorIri: act.reason === null ? actor.iri : null,
        logged: origin.road === "relay",
      });
    if (origin.road === "relay" && act.reason !== null)
      await recordModeration(tx, removalOf({ ...act, reason: act.reason }, community, actor), origin);
    if (await hasOrphans(tx, community, act.object)) await standInForDeleted(tx, community, act.object);
    return;
  }
  if (post.communityId !== community.id) refuse("wrong-audience");
  if (origin.road === "relay") await noteLogged(tx, post.id, origin);
  if (act.reason === null) return deletePost(tx, { actorId: actor.id, postId: post.id }, origin);
  return removePost(tx, { actorId: actor.id, postId: post.id, reason: act.reason }, origin);
}
