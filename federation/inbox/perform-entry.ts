import type { Origin, ReceivedActivity } from "../../node/changes/record.ts";
import type { CommunityHome } from "../../node/communities/home.ts";
import type { WriteContext } from "../../node/context.ts";
import { decideLast } from "../../node/logs/decisions.ts";
import { keepWaiting, type WaitingEntry } from "../../node/logs/waiting.ts";
import { type ActorRef, actorByIri } from "../../node/people/actor.ts";
import type { Arrival } from "../../node/posts/arrival.ts";
import { Refusal } from "../../node/refusal.ts";
import type { JsonObject } from "../jcs.ts";
import { performAct } from "./act.ts";
import { NotHereYet } from "./act-place.ts";
import { topicOf } from "./decides.ts";
import { type Act, actOf } from "./entry-act.ts";
import { checkMovedHere } from "./moved.ts";

/** Who acts in some entries, by IRI; null for somebody who is gone. */
export type People = Map<string, ActorRef | null>;

interface Place {
  readonly community: CommunityHome;
  readonly people: People;
  /** What has no effect is taken back by itself; else its refusal is thrown, and ends the transaction. */
  readonly apart: boolean;
}

interface EntryPlace extends Place {
  readonly entry: { readonly epoch: string; readonly seq: number; readonly firstSeq: number };
  /** As in `ActPlace`. */
  readonly arrival?: Arrival | null;
}

/**
 * Performs the act of an entry of a log elsewhere; `nothing` where a later one decided, or where it waits; `later` where
 * too many wait.
 */
export async function perform(
  tx: WriteContext,
  act: Act,
  place: EntryPlace,
): Promise<"applied" | "nothing" | "dropped" | "later"> {
  if (act.type === "Update" && act.object === place.community.iri) return "nothing";
  const actor = place.people.get(act.actor) ?? (await actorByIri(tx.sql, act.actor));
  if (!actor) return "dropped";
  // The copy that was found authentic, which need not be the one that was announced.
  const bytes = Buffer.from(JSON.stringify(act.document), "utf8");
  const done = { act, actor, bytes };
  if (!place.apart) return effect(tx, done, place);
  // Not the driver's own, which waits for its answer and is never released: 25 of them would lie in each other.
  void tx.sql`savepoint entry`.execute();
  try {
    const outcome = await effect(tx, done, place);
    void tx.sql`release savepoint entry`.execute();
    return outcome;
  } catch (error) {
    if (error instanceof NotHereYet || error instanceof Refusal) await tx.sql`rollback to savepoint entry`;
    if (error instanceof NotHereYet) {
      const { epoch, seq } = place.entry;
      const { objectIri } = error;
      const waiting = { communityId: place.community.id, epoch, seq, objectIri, entry: bytes };
      return (await keepWaiting(tx, waiting)) ? "nothing" : "later";
    }
    // The Group let it in; what our own rules refuse (deleted before it came, unknown form) has no effect here.
    if (error instanceof Refusal) return "dropped";
    throw error;
  }
}

interface Done {
  readonly act: Act;
  readonly actor: ActorRef;
  readonly bytes: Uint8Array;
}

async function effect(
  tx: WriteContext,
  { act, actor, bytes }: Done,
  { community, entry, arrival }: EntryPlace,
): Promise<"applied" | "nothing"> {
  const activity: ReceivedActivity = { iri: act.id, actorIri: act.actor, type: act.type, bytes };
  const origin: Origin = { road: "relay", activity, seq: entry.firstSeq, epoch: entry.epoch };
  await checkMovedHere(tx, act, community);
  const topic = await topicOf(tx, act);
  const { epoch, seq } = entry;
  if (topic !== null && !(await decideLast(tx, { communityId: community.id, topic, epoch, seq })))
    return "nothing";
  await performAct(tx, act, { community, actor, origin, arrival });
  return "applied";
}

/** What came before the thing it speaks of has its effect now; of what is deleted for good nothing waits any more. */
export async function performWaiting(
  tx: WriteContext,
  { waiting, came }: { readonly waiting: readonly WaitingEntry[]; readonly came: readonly Act[] },
  place: Place,
): Promise<void> {
  const gone = new Set(
    came.flatMap((act) => (act.type === "Delete" && act.reason === null ? [act.object] : [])),
  );
  for (const { entry, epoch, seq, objectIri } of waiting) {
    if (gone.has(objectIri)) continue;
    const act = actOf(JSON.parse(Buffer.from(entry).toString("utf8")) as JsonObject, place.community);
    if (act) await perform(tx, act, { ...place, apart: true, entry: { epoch, seq, firstSeq: seq } });
  }
}
