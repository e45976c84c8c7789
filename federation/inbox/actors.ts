import { markActorGone } from "../../node/actors/known-keys.ts";
import { inTransaction } from "../../node/context.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { bringCommunity } from "../bring-community.ts";
import type { ReadDelete, ReadUpdate } from "../read/activity-types.ts";
import type { Letter, LetterOutcome } from "./letters.ts";

/** An actor changed its own description, or a community its counts: it is read again from its own address. */
export async function actorUpdated({ wire, activity }: Letter<ReadUpdate>): Promise<LetterOutcome> {
  if (activity.object !== activity.actor) return "refused";
  wire.keys.forget(activity.actor);
  await bringCommunity(wire, activity.actor);
  return "taken";
}

/** An account was deleted at its own node: its memberships here end (profile B.4, B-08). */
export async function actorGone({ wire, activity, received }: Letter<ReadDelete>): Promise<LetterOutcome> {
  const actor = await actorByIri(wire.ctx.sql, activity.actor);
  if (!actor || actor.local) return "ignored";
  const origin = { road: "letter", activity: received } as const;
  await inTransaction(wire.ctx, async (tx) => {
    const rows = await tx.sql<{ community_id: string }[]>`
      select community_id from memberships where actor_id = ${actor.id} and state in ('active', 'requested', 'suspended')`;
    for (const row of rows)
      await leaveCommunity(tx, { actorId: actor.id, communityId: row.community_id }, origin);
    await tx.sql`update follows set state = 'ended', ended = ${tx.now} where actor_id = ${actor.id}`;
  });
  await markActorGone(wire.ctx, activity.actor);
  wire.keys.forget(activity.actor);
  return "taken";
}
