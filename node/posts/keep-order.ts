import type { ChangeKind } from "../changes/kinds.ts";
import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import type { ActivityType } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type PostRow, postById } from "./find.ts";
import { sendPost } from "./send.ts";

export interface ThreadAct {
  readonly actorId: string;
  readonly rootId: string;
  readonly on: boolean;
  /** Locking only; shown in the thread. */
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
    await tell(
      tx,
      root,
      act,
      {
        kind: act.on ? "thread.pinned" : "thread.unpinned",
        type: act.on ? "Add" : "Remove",
        facts: { target: "featured" },
        objectIri: root.iri,
      },
      origin,
    );
  });
}

/**
 * A facilitator locks a thread with a reason, or opens it again: nobody but facilitators adds to a locked one.
 * Wire: Lock / Undo{Lock}. Refuses `not-allowed`, `required` (reason).
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
    if (act.on && reason === "" && origin.road === "here") refuse("required", { field: "reason" });
    await tx.sql`update posts set locked = ${act.on ? tx.now : null}, lock_reason = ${act.on ? reason : ""} where id = ${root.id}`;
    const [lock] = act.on
      ? []
      : await tx.sql<{ iri: string }[]>`
      select iri from activities where type = 'Lock' and object_iri = ${root.iri} order by created desc limit 1`;
    await tell(
      tx,
      root,
      act,
      act.on
        ? { kind: "thread.locked", type: "Lock", facts: { summary: reason }, objectIri: root.iri }
        : {
            kind: "thread.unlocked",
            type: "Undo",
            facts: { undoes: "Lock", object: root.iri },
            objectIri: lock?.iri ?? root.iri,
          },
      origin,
    );
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

interface Telling {
  readonly kind: ChangeKind;
  readonly type: ActivityType;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly objectIri: string;
}

async function tell(
  tx: WriteContext,
  root: PostRow,
  act: ThreadAct,
  telling: Telling,
  origin: Origin,
): Promise<void> {
  const changeId = await recordChange(tx, {
    kind: telling.kind,
    actorId: act.actorId,
    communityId: root.communityId,
    subjectId: root.id,
    subjectIri: root.iri,
    origin,
  });
  const community = await communityHome(tx.sql, root.communityId);
  const actor = await actorById(tx.sql, act.actorId);
  await sendPost(tx, { ...telling, post: root, community, author: actor, changeId }, origin);
}
