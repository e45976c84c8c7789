import type { WriteContext } from "../../node/context.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { acceptAnswer, withdrawAnswer } from "../../node/posts/answer.ts";
import { forgetRemoval } from "../../node/posts/delete.ts";
import { postByIri } from "../../node/posts/find.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { restorePost } from "../../node/posts/remove.ts";
import { markUseful, unmarkUseful } from "../../node/posts/useful.ts";
import { refuse } from "../../node/refusal.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import type {
  ReadBlock,
  ReadCreate,
  ReadCuration,
  ReadDelete,
  ReadLock,
  ReadMove,
  ReadPlain,
  ReadUndo,
  ReadUpdate,
} from "../read/activity-types.ts";
import { onCreate, onDelete, onUpdate } from "./act-content.ts";
import { type ActPlace, NotHereYet, postHere } from "./act-place.ts";
import { onBlock, onUnblock } from "./member-acts.ts";
import { onMove } from "./moved.ts";

/** Acts within a community: what a Group relays, and what is sent to a Group to be relayed. */
export type CommunityAct =
  | ReadCreate
  | ReadUpdate
  | ReadDelete
  | ReadUndo
  | ReadPlain
  | ReadCuration
  | ReadLock
  | ReadMove
  | ReadBlock;

/**
 * Performs an authenticated act through the product's verbs; the same for a letter to a local community and for an
 * entry in the log of one elsewhere. Refuses as the verbs do; throws NotHereYet in a log that is read backwards.
 */
export function performAct(tx: WriteContext, act: CommunityAct, place: ActPlace): Promise<unknown> {
  switch (act.type) {
    case "Create":
      return onCreate(tx, act, place);
    case "Update":
      return onUpdate(tx, act, place);
    case "Delete":
      return onDelete(tx, act, place);
    case "Undo":
      return onUndo(tx, act, place);
    case "Lock":
      return onLock(tx, act, place);
    case "Move":
      return onMove(tx, act, place);
    case "Block":
      return onBlock(tx, act, place);
    case "Add":
    case "Remove":
      return onCurate(tx, act, place);
    default:
      return onPlain(tx, act, place);
  }
}

async function onUndo(tx: WriteContext, act: ReadUndo, place: ActPlace): Promise<unknown> {
  const { actor, origin } = place;
  const undone = await undoneOf(tx, act);
  if (undone.type === "Block") return onUnblock(tx, undone.objectIri, place);
  if (undone.type === "Delete" && origin.road === "relay" && !(await postByIri(tx.sql, undone.objectIri)))
    return forgetRemoval(tx, { iri: undone.objectIri, communityId: place.community.id });
  const post = await postHere(tx, undone.objectIri, place);
  if (undone.type === "Like") return unmarkUseful(tx, { actorId: actor.id, postId: post.id }, origin);
  if (undone.type === "ChooseAnswer")
    return withdrawAnswer(tx, { actorId: actor.id, postId: post.id }, origin);
  const { reason } = act;
  if (undone.type === "Delete")
    return restorePost(tx, { actorId: actor.id, postId: post.id, reason }, origin);
  if (undone.type === "Lock")
    return lockThread(tx, { actorId: actor.id, rootId: post.id, on: false, reason }, origin);
  return refuse("unsupported");
}

/** By its id, acts of moderation of a colleague too (F-05); who may is asked by the verb. */
async function undoneOf(tx: WriteContext, act: ReadUndo): Promise<{ type: string; objectIri: string }> {
  if (act.of.asType !== null && act.of.object !== null)
    return { type: act.of.asType, objectIri: act.of.object };
  const [known] = await tx.sql<{ type: string; object_iri: string | null }[]>`
    select type, object_iri from activities where iri = ${act.of.id}
      and (actor_iri = ${act.actor} or type in ('Delete', 'Lock'))`;
  return known?.object_iri ? { type: known.type, objectIri: known.object_iri } : refuse("not-found");
}

async function onPlain(tx: WriteContext, act: ReadPlain, place: ActPlace): Promise<void> {
  const post = await postHere(tx, act.object, place);
  const mark = { actorId: place.actor.id, postId: post.id };
  if (act.type === "Like") return markUseful(tx, mark, place.origin);
  if (act.type === "ChooseAnswer") return acceptAnswer(tx, mark, place.origin);
  return refuse("unsupported");
}

async function onLock(tx: WriteContext, act: ReadLock, place: ActPlace): Promise<void> {
  const post = await postHere(tx, act.object, place);
  return lockThread(
    tx,
    { actorId: place.actor.id, rootId: post.id, on: true, reason: act.reason },
    place.origin,
  );
}

/** A42: only the community's own collections. */
async function onCurate(tx: WriteContext, act: ReadCuration, place: ActPlace): Promise<unknown> {
  const { community, actor, origin } = place;
  const its = groupCollectionsOf(community.iri);
  const on = act.type === "Add";
  if (act.target === its.featured) {
    const post = await postHere(tx, act.object, place);
    return pinThread(tx, { actorId: actor.id, rootId: post.id, on }, origin);
  }
  if (act.target === its.members && !on) return onRemoval(tx, act, place);
  const [group] = await tx.sql<
    { moderators_iri: string | null }[]
  >`select moderators_iri from actors where id = ${community.actorId}`;
  if (act.target !== its.moderators && act.target !== group?.moderators_iri) return refuse("not-found");
  const person = await actorByIri(tx.sql, act.object);
  if (!person && origin.road !== "relay") refuse("not-a-member");
  if (!person) throw new NotHereYet(act.object);
  return changeRole(
    tx,
    { byId: actor.id, actorId: person.id, communityId: community.id, facilitator: on },
    origin,
  );
}

/** A facilitator elsewhere asks a local community to end a membership; the community's own Remove is never in a log. */
async function onRemoval(tx: WriteContext, act: ReadCuration, place: ActPlace): Promise<unknown> {
  const { community, actor, origin } = place;
  const person = origin.road === "relay" ? null : await actorByIri(tx.sql, act.object);
  if (!person) return refuse("not-a-member");
  const about = { byId: actor.id, actorId: person.id, communityId: community.id };
  return removeMember(tx, { ...about, reason: act.reason.slice(0, 1000) }, origin);
}
