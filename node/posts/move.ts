import { HERE, type Origin } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { recordModeration } from "../modlog/record.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { isAdministrator } from "../people/administrator.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { type PostRow, postById } from "./find.ts";
import { logMoved } from "./move-log.ts";
import { keepMove, recordMoved, rehome, replyOrMove } from "./move-rows.ts";
import { type MovePlace, mayMove } from "./policy.ts";

export interface Moving {
  readonly actorId: string;
  readonly rootId: string;
  /** The community it goes to. */
  readonly targetId: string;
  /** For the moderation log of both, and for those who wrote in it. Required, ≤ 1,000 characters. */
  readonly reason: string;
}

/**
 * A facilitator of two communities of one node, or an administrator of that node, moves a discussion with all its answers from one
 * to the other, in one transaction: both logs say it, and the target's carries the posts again. Where both live elsewhere, their
 * node is asked and nothing changes here until it says so. Moving it back is the same act. True once it is done, false when it was
 * asked for. Wire: Move (FEP-f15d, profile C.9). Refuses as `mayMove` does, and `not-found`, `required`, `too-long`.
 */
export function moveThread(
  ctx: NodeContext | WriteContext,
  moving: Moving,
  origin: Origin = HERE,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    await replyOrMove(tx, "move");
    const root = await postById(tx.sql, moving.rootId, "update");
    if (root.kind === "reply" || root.state !== "accepted") refuse("not-found");
    const from = await communityHome(tx.sql, root.communityId);
    const to = await communityHome(tx.sql, moving.targetId);
    const places = [await placeOf(tx, moving.actorId, from), await placeOf(tx, moving.actorId, to)] as const;
    refuseUnless(mayMove(...places));
    const reason = moving.reason.trim();
    if (reason === "" && origin.road === "here") refuse("required", { field: "reason" });
    if (reason.length > 1000) refuse("too-long", { field: "reason", most: 1000 });
    const act = { ...moving, root, from, to, reason };
    if (from.local) await moveHere(tx, act, origin);
    else await askHome(tx, act);
    return from.local;
  });
}

async function placeOf(tx: WriteContext, actorId: string, community: CommunityHome): Promise<MovePlace> {
  return {
    ...community,
    public: isPublicLevel(community.level),
    membership: await membershipOf(tx.sql, actorId, community.id, "share"),
    administersHome: community.local && (await isAdministrator(tx.sql, actorId)),
  };
}

interface Act extends Moving {
  readonly root: PostRow;
  readonly from: CommunityHome;
  readonly to: CommunityHome;
}

async function moveHere(tx: WriteContext, act: Act, origin: Origin): Promise<void> {
  const { root, from, to, actorId, reason } = act;
  const changeId = await recordMoved(tx, { root, from, to }, { actorId, origin });
  const activityIri = await sayMove(tx, act, { changeId, origin });
  const move = { activityIri, rootIri: root.iri, rootId: root.id, fromIri: from.iri, toIri: to.iri };
  await keepMove(tx, { ...move, moved: tx.now });
  await logMoved(tx, { root, activityIri, fromId: from.id, toId: to.id });
  await rehome(tx, { root, from, to });
  for (const { id: communityId } of [from, to])
    await recordModeration(
      tx,
      { kind: "thread-moved", actorId, communityId, post: root, reason, activityIri },
      origin,
    );
}

async function sayMove(
  tx: WriteContext,
  { actorId, root, from, to, reason }: Act,
  { changeId, origin }: { readonly changeId: string | null; readonly origin: Origin },
): Promise<string> {
  const actor = await actorById(tx.sql, actorId);
  return insertActivity(tx, {
    type: "Move",
    actorIri: actor.iri,
    objectIri: root.iri,
    communityId: from.id,
    changeId,
    readers: "anyone",
    addressees: [from.iri],
    facts: { target: to.iri, summary: reason },
    ...(origin.road === "letter"
      ? { received: { iri: origin.activity.iri, bytes: origin.activity.bytes } }
      : {}),
  });
}

/** Both live at another node, which alone decides. */
async function askHome(tx: WriteContext, act: Act): Promise<void> {
  const { from } = act;
  const inbox = (await inboxOf(tx, from.actorId)) ?? refuse("not-connected", { home: from.name });
  const activityIri = await sayMove(tx, act, { changeId: null, origin: HERE });
  await layLetter(tx, { activityIri, inbox, communityId: from.id });
}
