import type { Origin, ReceivedActivity } from "../../node/changes/record.ts";
import { type CommunityHome, communityByIri } from "../../node/communities/home.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { listUnapplied, markApplied, noteLacking } from "../../node/logs/applied.ts";
import { decideLast } from "../../node/logs/decisions.ts";
import { type KeptEntry, keepEntries } from "../../node/logs/kept.ts";
import { keepWaiting, takeWaiting } from "../../node/logs/waiting.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Refusal } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { bringActor } from "../bring-actor.ts";
import type { JsonObject } from "../jcs.ts";
import { authenticate } from "../verify.ts";
import type { Wire } from "../wire.ts";
import { performAct } from "./act.ts";
import { NotHereYet } from "./act-place.ts";
import { topicOf } from "./decides.ts";
import { type Act, actOf, peopleOf } from "./entry-act.ts";

/** One entry of the log of a community elsewhere; `inner` null for what is left of a spent one. */
export interface LogEntry {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
  /** Number under which the same object was logged first: its place among the others. */
  readonly firstSeq: number;
  readonly inner: JsonObject | null;
  /** The whole Announce, kept for its node; null for what is left of a spent entry. */
  readonly announce: JsonObject | null;
  /** When the Group logged it, for entries read in history; null on live delivery. */
  readonly loggedAt: Date | null;
}

/** `later`: an author's node is away and nothing vouches for the entry yet; it stays unapplied and is asked for again. */
export type EntryOutcome = "applied" | "known" | "nothing" | "dropped" | "later";

/** Applies an entry once, in any order, in one transaction with the mark that it was applied (resolution 10, E-10). */
export async function applyEntry(wire: Wire, entry: LogEntry): Promise<EntryOutcome> {
  const [outcome = "dropped"] = await applyEntries(wire, [entry]);
  return outcome;
}

/**
 * Applies entries of one epoch of a community's log, in their order and in one transaction; what became of each. One
 * that fails takes the others back with it: who brings many does so again one by one.
 */
export async function applyEntries(
  wire: Wire,
  entries: readonly LogEntry[],
): Promise<readonly EntryOutcome[]> {
  const [first] = entries;
  const community = first ? await communityByIri(wire.ctx.sql, first.groupIri) : null;
  // Of closed communities nothing is taken in until nodes may have members there (profile D-04).
  if (!first || !community || community.local || !isPublicLevel(community.level))
    return entries.map(() => "dropped" as const);
  const log = { communityId: community.id, epoch: first.epoch };
  const judged: Judged[] = [];
  const known = new Set<string>();
  for (const entry of entries) judged.push(await judge(wire, community, entry, known));
  return inTransaction(wire.ctx, async (tx) => {
    const sound = judged.filter(({ fit }) => fit !== "later").map(({ entry }) => entry.seq);
    const unapplied = sound.length === 0 ? new Set<number>() : await listUnapplied(tx, log, sound);
    const outcomes: EntryOutcome[] = [];
    for (const one of judged) outcomes.push(await applyJudged(tx, community, one, unapplied));
    await markApplied(tx, log, [...unapplied]);
    await keepEntries(
      tx,
      log,
      judged.flatMap(({ entry, fit }, at) => keptOf(entry, fit, outcomes[at])),
    );
    return outcomes;
  });
}

/** An entry with what was found out about it before the transaction. */
interface Judged {
  readonly entry: LogEntry;
  /** Its act, where it is authentic and one; `spent` for what is left of one; `dropped`; or `later`. */
  readonly fit: Act | "spent" | "dropped" | "later";
}

/** `known`: people found to be known here already, for all entries that are judged together. */
async function judge(
  wire: Wire,
  community: CommunityHome,
  entry: LogEntry,
  known: Set<string>,
): Promise<Judged> {
  if (entry.inner === null) return { entry, fit: "spent" };
  const { groupIri, loggedAt } = entry;
  const judged = await authenticate(wire, entry.inner, { groupIri, loggedAt });
  if (!judged.ok && judged.later) return lacking(wire, community, entry);
  const act = judged.ok ? actOf(judged.document, community) : null;
  if (act === null) return { entry, fit: "dropped" };
  for (const iri of peopleOf(act, community)) {
    if (known.has(iri)) continue;
    if (!(await isKnown(wire, iri))) return lacking(wire, community, entry);
    known.add(iri);
  }
  return { entry, fit: act };
}

/** What is kept of an entry, as its Group proved it, for the node it came from (FEDERATION.md). */
function keptOf(
  entry: LogEntry,
  fit: Judged["fit"],
  outcome: EntryOutcome | undefined,
): readonly KeptEntry[] {
  if (typeof fit === "string" || entry.announce === null) return [];
  if (outcome !== "applied" && outcome !== "nothing") return [];
  const bytes = Buffer.from(JSON.stringify(entry.announce), "utf8");
  return [{ seq: entry.seq, objectIri: fit.object, type: fit.type, bytes }];
}

async function applyJudged(
  tx: WriteContext,
  community: CommunityHome,
  { entry, fit }: Judged,
  unapplied: ReadonlySet<number>,
): Promise<EntryOutcome> {
  if (fit === "later") return "later";
  if (!unapplied.has(entry.seq)) return "known";
  if (fit === "spent") return "nothing";
  if (fit === "dropped") return "dropped";
  const outcome = await perform(tx, fit, { community, entry });
  if (outcome === "applied") await applyWaiting(tx, community, fit);
  return outcome;
}

/** The log is known to go so far, so that the entry is asked for again. */
async function lacking(wire: Wire, community: CommunityHome, entry: LogEntry): Promise<Judged> {
  const { epoch, seq } = entry;
  await noteLacking(wire.ctx, { communityId: community.id, epoch, seq });
  return { entry, fit: "later" };
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
