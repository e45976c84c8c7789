import type { ReceivedActivity } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { type ActivityType, insertActivity } from "./emit.ts";
import { findActivity } from "./read.ts";
import { relayToAll, spendEntries } from "./relay.ts";

const CONTENT = ["Create", "Update"];

export interface Relogged {
  readonly communityId: string;
  readonly activity: ReceivedActivity & { readonly type: ActivityType };
  readonly objectIri: string;
  readonly private: boolean;
  readonly titled: boolean;
}

/** Whether an activity is here, whatever became of it. */
export async function isHeld(tx: WriteContext, activityIri: string): Promise<boolean> {
  return (await findActivity(tx, activityIri)) !== null;
}

/** Takes an activity that a community of this node had logged and forgotten into its log again, under a new number. */
export async function relogActivity(tx: WriteContext, relogged: Relogged): Promise<void> {
  const { communityId, activity, objectIri } = relogged;
  const iri = await insertActivity(tx, {
    type: activity.type,
    actorIri: activity.actorIri,
    objectIri,
    communityId,
    readers: relogged.private ? "peers" : "anyone",
    received: { iri: activity.iri, bytes: activity.bytes },
  });
  const entry = { activityIri: iri, objectIri, type: activity.type };
  const { seq } = await relayToAll(tx, communityId, {
    ...entry,
    private: relogged.private,
    titled: relogged.titled,
  });
  if (CONTENT.includes(activity.type))
    await spendEntries(tx, communityId, objectIri, { types: CONTENT, except: seq });
  if (activity.type === "Delete") await spendEntries(tx, communityId, objectIri, { types: CONTENT });
}
