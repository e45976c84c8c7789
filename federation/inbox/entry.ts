import type { Origin, ReceivedActivity } from "../../node/changes/record.ts";
import { type CommunityHome, communityByIri } from "../../node/communities/home.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { isApplied, markApplied } from "../../node/logs/applied.ts";
import { keepWaiting, takeWaiting } from "../../node/logs/waiting.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Refusal } from "../../node/refusal.ts";
import { bringActor } from "../bring-actor.ts";
import type { JsonObject } from "../jcs.ts";
import { readActivity } from "../read/activity.ts";
import type { Activity } from "../read/activity-types.ts";
import { authenticate } from "../verify.ts";
import type { Wire } from "../wire.ts";
import { type CommunityAct, NotHereYet, performAct } from "./act.ts";

/** One entry of the log of a community elsewhere; `inner` null for what is left of a spent one. */
export interface LogEntry {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
  readonly inner: JsonObject | null;
  /** When the Group logged it, for entries read in history; null on live delivery. */
  readonly loggedAt: Date | null;
}

/** `later`: an author's node is away and nothing vouches for the entry yet; it stays unapplied and is asked for again. */
export type EntryOutcome = "applied" | "known" | "nothing" | "dropped" | "later";

/** Applies an entry once, in any order, in one transaction with the mark that it was applied (resolution 10, E-10). */
export async function applyEntry(wire: Wire, entry: LogEntry): Promise<EntryOutcome> {
  const community = await communityByIri(wire.ctx.sql, entry.groupIri);
  if (!community || community.local) return "dropped";
  if (entry.inner === null) return applySpent(wire, community, entry);
  const judged = await authenticate(wire, entry.inner, {
    groupIri: entry.groupIri,
    loggedAt: entry.loggedAt,
  });
  if (!judged.ok && judged.later) return "later";
  const act = judged.ok ? actOf(readActivity(judged.document), community, judged.document) : null;
  if (act !== null && !(await authorKnown(wire, act.actor))) return "later";
  return inTransaction(wire.ctx, async (tx) => {
    if (await isApplied(tx, community.id, entry.epoch, entry.seq)) return "known";
    const outcome = act === null ? "dropped" : await perform(tx, act, { community, entry });
    await markApplied(tx, { communityId: community.id, epoch: entry.epoch, seq: entry.seq });
    if (outcome === "applied" && act !== null) await applyWaiting(tx, community, act.object);
    return outcome;
  });
}

async function applySpent(wire: Wire, community: CommunityHome, entry: LogEntry): Promise<EntryOutcome> {
  await inTransaction(wire.ctx, (tx) =>
    markApplied(tx, { communityId: community.id, epoch: entry.epoch, seq: entry.seq }),
  );
  return "nothing";
}

type Act = CommunityAct & { readonly object: string };

/** What of an announced activity is an act in this community: E-09, and the update of the community itself apart. */
function actOf(
  read: ReturnType<typeof readActivity>,
  community: CommunityHome,
  document: JsonObject,
): Act | null {
  if (!isAct(read)) return null;
  if (read.audience !== null && read.audience !== community.iri) return null;
  void document;
  const object = "object" in read ? read.object : (read.of.object ?? read.of.id ?? "");
  return { ...read, object } as Act;
}

function isAct(read: ReturnType<typeof readActivity>): read is Activity & CommunityAct {
  return ["Create", "Update", "Delete", "Undo", "Like", "ChooseAnswer", "Add", "Remove", "Lock"].includes(
    read.type,
  );
}

/** The author must be known before the transaction; their node may be away, then the entry waits. */
async function authorKnown(wire: Wire, actorIri: string): Promise<boolean> {
  if (await actorByIri(wire.ctx.sql, actorIri)) return true;
  if (originOf(actorIri) === wire.ctx.config.origin) return true;
  try {
    await bringActor(wire, actorIri);
    return true;
  } catch (error) {
    // Gone for good: what it wrote cannot be attributed and is passed over; away: it waits.
    return error instanceof Refusal;
  }
}

interface Placed {
  readonly community: CommunityHome;
  readonly entry: LogEntry;
}

async function perform(tx: WriteContext, act: Act, { community, entry }: Placed): Promise<EntryOutcome> {
  const bytes = Buffer.from(JSON.stringify(entry.inner), "utf8");
  if (act.type === "Update" && act.object === community.iri) return "nothing";
  const actor = await actorByIri(tx.sql, act.actor);
  if (!actor) return "dropped";
  const activity: ReceivedActivity = { iri: act.id, actorIri: act.actor, type: act.type, bytes };
  const origin: Origin = { road: "relay", activity, seq: entry.seq, epoch: entry.epoch };
  try {
    await tx.sql.savepoint((sql) => performAct({ ...tx, sql }, act, { community, actor, origin }));
    return "applied";
  } catch (error) {
    if (error instanceof NotHereYet) {
      await keepWaiting(tx, {
        communityId: community.id,
        epoch: entry.epoch,
        seq: entry.seq,
        objectIri: error.objectIri,
        entry: bytes,
      });
      return "nothing";
    }
    // The Group let it in; what our own rules refuse (deleted before it came, unknown form) has no effect here.
    if (error instanceof Refusal) return "dropped";
    throw error;
  }
}

/** What came before the thing it speaks of has its effect now. */
async function applyWaiting(tx: WriteContext, community: CommunityHome, objectIri: string): Promise<void> {
  for (const waiting of await takeWaiting(tx, community.id, objectIri)) {
    const inner = JSON.parse(Buffer.from(waiting.entry).toString("utf8")) as JsonObject;
    const act = actOf(readActivity(inner), community, inner);
    if (!act) continue;
    const entry = {
      groupIri: community.iri,
      epoch: waiting.epoch,
      seq: waiting.seq,
      inner,
      loggedAt: tx.now,
    };
    await perform(tx, act, { community, entry });
  }
}
