import { markActorGone } from "../../node/actors/known-keys.ts";
import { noteSwitchedOff } from "../../node/actors/standing.ts";
import type { Origin } from "../../node/changes/record.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { endAllMemberships } from "../../node/memberships/end-all.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { bringCommunity } from "../bring-community.ts";
import type { ReadDelete, ReadUpdate } from "../read/activity-types.ts";
import type { Letter, LetterOutcome } from "./letters.ts";

/** An actor changed its own description, or a community its counts: it is read again from its own address. */
export async function actorUpdated({ wire, activity, received }: Letter<ReadUpdate>): Promise<LetterOutcome> {
  if (activity.object !== activity.actor) return "refused";
  wire.keys.forget(activity.actor);
  const actor = await actorByIri(wire.ctx.sql, activity.actor);
  const off = activity.suspended === true && actor?.kind === "person" && !actor.local;
  // Said by the person's own node and proved: whether it answers questions now does not matter.
  if (!off) await bringCommunity(wire, activity.actor);
  const origin = { road: "letter", activity: received } as const;
  await inTransaction(wire.ctx, (tx) => switchedOff(tx, { iri: activity.actor, off }, origin));
  return "taken";
}

/** An account was switched off at its own node: its memberships here end (profile B.4). */
async function switchedOff(
  tx: WriteContext,
  { iri, off }: { readonly iri: string; readonly off: boolean },
  origin: Origin,
): Promise<void> {
  const actorId = await noteSwitchedOff(tx, iri, { off });
  if (actorId !== null) await endAllMemberships(tx, actorId, origin);
}

/** An account was deleted at its own node: its memberships here end (profile B.4, B-08). */
export async function actorGone({ wire, activity, received }: Letter<ReadDelete>): Promise<LetterOutcome> {
  const actor = await actorByIri(wire.ctx.sql, activity.actor);
  if (!actor || actor.local) return "ignored";
  const origin = { road: "letter", activity: received } as const;
  await inTransaction(wire.ctx, (tx) => endAllMemberships(tx, actor.id, origin));
  await markActorGone(wire.ctx, activity.actor);
  wire.keys.forget(activity.actor);
  return "taken";
}
