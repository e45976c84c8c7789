import { HERE, type Origin } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { recordModeration } from "../modlog/record.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type PostRow, postById } from "./find.ts";
import { lastActivity, tellOfAct } from "./tell.ts";

export interface ThreadAct {
  readonly actorId: string;
  readonly rootId: string;
  readonly on: boolean;
  /** Of locking, shown in the thread, and of unlocking: stands in the moderation log. ≤ 1,000 characters. */
  readonly reason?: string;
}

/** A facilitator pins a thread to the top, or takes the pin away. Wire: Add / Remove on `featured`. Refuses `not-allowed`. */
export function pinThread(
  ctx: NodeContext | WriteContext,
  act: ThreadAct,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const root = await threadFor(tx, act, origin);
    if ((root.pinned !== null) === act.on) return;
    await tx.sql`update posts set pinned = ${act.on ? tx.now : null} where id = ${root.id}`;
    const kind = act.on ? "thread.pinned" : "thread.unpinned";
    const wire = { type: act.on ? "Add" : "Remove", facts: { target: "featured" } } as const;
    await tellOfAct(tx, { kind, actorId: act.actorId, post: root, wire }, origin);
  });
}

/**
 * A facilitator locks a thread with a reason, or opens it again: nobody but facilitators adds to a locked one.
 * Wire: Lock / Undo{Lock}. Refuses `not-allowed`, `required` and `too-long` (reason).
 */
export function lockThread(
  ctx: NodeContext | WriteContext,
  act: ThreadAct,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const root = await threadFor(tx, act, origin);
    if ((root.locked !== null) === act.on) return;
    const reason = (act.reason ?? "").trim();
    if (reason === "" && origin.road === "here") refuse("required", { field: "reason" });
    if (reason.length > 1000) refuse("too-long", { field: "reason", most: 1000 });
    await tx.sql`update posts set locked = ${act.on ? tx.now : null}, lock_reason = ${act.on ? reason : ""} where id = ${root.id}`;
    const kind = act.on ? "thread.locked" : "thread.unlocked";
    const wire = act.on
      ? ({ type: "Lock", facts: { summary: reason } } as const)
      : ({
          type: "Undo",
          objectIri: await lastActivity(tx, "Lock", root.iri),
          facts: { undoes: "Lock", object: root.iri, summary: reason },
        } as const);
    const activityIri = await tellOfAct(tx, { kind, actorId: act.actorId, post: root, wire }, origin);
    const done = act.on ? "thread-locked" : "thread-unlocked";
    const { actorId } = act;
    const { communityId } = root;
    await recordModeration(tx, { kind: done, actorId, communityId, post: root, reason, activityIri }, origin);
  });
}

async function threadFor(tx: WriteContext, act: ThreadAct, origin: Origin): Promise<PostRow> {
  const root = await postById(tx.sql, act.rootId, "update");
  if (root.kind === "reply") refuse("not-found");
  if (origin.road !== "relay") {
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, act.actorId, root.communityId, "share")));
  }
  return root;
}
