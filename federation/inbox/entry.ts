import type { Origin, ReceivedActivity } from "../../node/changes/record.ts";
import { type CommunityHome, communityByIri } from "../../node/communities/home.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { isApplied, type LogHead, markApplied, noteLacking } from "../../node/logs/applied.ts";
import { decideLast } from "../../node/logs/decisions.ts";
import { keepWaiting, takeWaiting } from "../../node/logs/waiting.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Refusal } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { bringActor } from "../bring-actor.ts";
import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { readActivity } from "../read/activity.ts";
import type { Activity } from "../read/activity-types.ts";
import { authenticate } from "../verify.ts";
import type { Wire } from "../wire.ts";
import { type CommunityAct, performAct } from "./act.ts";
import { NotHereYet } from "./act-place.ts";
import { topicOf } from "./decides.ts";

/** One entry of the log of a community elsewhere; `inner` null for what is left of a spent one. */
export interface LogEntry {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
  /** Number under which the same object was logged first: its place among the others. */
  readonly firstSeq: number;
  readonly inner: JsonObject | null;
  /** When the Group logged it, for entries read in history; null on live delivery. */
  readonly loggedAt: Date | null;
}

/** `later`: an author's node is away and nothing vouches for the entry yet; it stays unapplied and is asked for again. */
export type EntryOutcome = "applied" | "known" | "nothing" | "dropped" | "later";

/** Applies an entry once, in any order, in one transaction with the mark that it was applied (resolution 10, E-10). */
export async function applyEntry(wire: Wire, entry: LogEntry): Promise<EntryOutcome> {
  const community = await communityByIri(wire.ctx.sql, entry.groupIri);
  // Of closed communities nothing is taken in until nodes may have members there (profile D-04).
  if (!community || community.local || !isPublicLevel(community.level)) return "dropped";
  if (entry.inner === null) return applySpent(wire, community, entry);
  const judged = await authenticate(wire, entry.inner, {
    groupIri: entry.groupIri,
    loggedAt: entry.loggedAt,
  });
  const head = headOf(community, entry);
  if (!judged.ok && judged.later) return lacking(wire, head);
  const act = judged.ok ? actOf(judged.document, community) : null;
  for (const iri of act === null ? [] : peopleOf(act, community)) {
    if (!(await isKnown(wire, iri))) return lacking(wire, head);
  }
  return inTransaction(wire.ctx, async (tx) => {
    if (await isApplied(tx, community.id, entry.epoch, entry.seq)) return "known";
    const outcome = act === null ? "dropped" : await perform(tx, act, { community, entry });
    await markApplied(tx, head);
    if (outcome === "applied" && act !== null) await applyWaiting(tx, community, act);
    return outcome;
  });
}

async function applySpent(wire: Wire, community: CommunityHome, entry: LogEntry): Promise<EntryOutcome> {
  await inTransaction(wire.ctx, (tx) => markApplied(tx, headOf(community, entry)));
  return "nothing";
}

/** The log is known to go so far, so that the entry is asked for again. */
async function lacking(wire: Wire, head: LogHead): Promise<EntryOutcome> {
  await noteLacking(wire.ctx, head);
  return "later";
}

function headOf(community: CommunityHome, { epoch, seq }: LogEntry): LogHead {
  return { communityId: community.id, epoch, seq };
}

type Act = CommunityAct & { readonly object: string };

/** What of an announced activity is an act in this community: E-09, and the update of the community itself apart. */
function actOf(document: JsonObject, community: CommunityHome): Act | null {
  const read = readActivity(document);
  if (!isAct(read)) return null;
  if (read.audience !== null && read.audience !== community.iri) return null;
  const object = "object" in read ? read.object : (read.of.object ?? read.of.id ?? "");
  return { ...read, object } as Act;
}

function isAct(read: ReturnType<typeof readActivity>): read is Activity & CommunityAct {
  return ["Create", "Update", "Delete", "Undo", "Like", "ChooseAnswer", "Add", "Remove", "Lock"].includes(
    read.type,
  );
}

/** Who acts, and who becomes a facilitator: perhaps somebody of a third node, not heard of here before. */
function peopleOf(act: Act, community: CommunityHome): readonly string[] {
  const isRole = act.type === "Add" && act.target !== groupCollectionsOf(community.iri).featured;
  return isRole ? [act.actor, act.object] : [act.actor];
}

/** People must be known before the transaction; their node may be away, then the entry waits. */
export async function isKnown(wire: Wire, actorIri: string): Promise<boolean> {
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
  readonly entry: Pick<LogEntry, "epoch" | "seq" | "firstSeq">;
}

async function perform(tx: WriteContext, act: Act, { community, entry }: Placed): Promise<EntryOutcome> {
  // The copy that was found authentic, which need not be the one that was announced.
  const bytes = Buffer.from(JSON.stringify(act.document), "utf8");
  if (act.type === "Update" && act.object === community.iri) return "nothing";
  const actor = await actorByIri(tx.sql, act.actor);
  if (!actor) return "dropped";
  const activity: ReceivedActivity = { iri: act.id, actorIri: act.actor, type: act.type, bytes };
  const origin: Origin = { road: "relay", activity, seq: entry.firstSeq, epoch: entry.epoch };
  try {
    return await tx.sql.savepoint(async (sql) => {
      const inner = { ...tx, sql };
      const topic = await topicOf(inner, act);
      const { epoch, seq } = entry;
      if (topic !== null && !(await decideLast(inner, { communityId: community.id, topic, epoch, seq })))
        return "nothing" as const;
      await performAct(inner, act, { community, actor, origin });
      return "applied" as const;
    });
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

/** What came before the thing it speaks of has its effect now; of what is deleted for good nothing waits any more. */
async function applyWaiting(tx: WriteContext, community: CommunityHome, came: Act): Promise<void> {
  const waiting = await takeWaiting(tx, community.id, came.object);
  if (came.type === "Delete" && came.reason === null) return;
  for (const { entry, epoch, seq } of waiting) {
    const document = JSON.parse(Buffer.from(entry).toString("utf8")) as JsonObject;
    const act = actOf(document, community);
    if (act) await perform(tx, act, { community, entry: { epoch, seq, firstSeq: seq } });
  }
}
