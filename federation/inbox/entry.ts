import { type CommunityHome, communityByIri } from "../../node/communities/home.ts";
import { inTransaction } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { listUnapplied, markApplied, noteLacking } from "../../node/logs/applied.ts";
import { type KeptEntry, keepEntries } from "../../node/logs/kept.ts";
import { takeWaiting } from "../../node/logs/waiting.ts";
import { findWriter } from "../../node/logs/writer.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Refusal } from "../../node/refusal.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { bringActor } from "../bring-actor.ts";
import type { JsonObject } from "../jcs.ts";
import { authenticate } from "../verify.ts";
import type { Wire } from "../wire.ts";
import { NotHereYet } from "./act-place.ts";
import { type Act, actOf, peopleOf } from "./entry-act.ts";
import { type People, perform, performWaiting } from "./perform-entry.ts";

/** One entry of the log of a community elsewhere; `inner` null for what is left of a spent one. */
export interface LogEntry {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
  /** Number under which the same object was logged first: its place among the others. */
  readonly firstSeq: number;
  readonly inner: JsonObject | null;
  /** The whole Announce as it came or was read, kept for its node; null for what is left of a spent entry. */
  readonly announce: Uint8Array | JsonObject | null;
  /** When the Group logged it, for entries read in history; null on live delivery. */
  readonly loggedAt: Date | null;
}

/**
 * `later`: an author's node is away and nothing vouches for the entry yet, or too much of its log waits; it stays
 * unapplied and is asked for again.
 */
export type EntryOutcome = "applied" | "known" | "nothing" | "dropped" | "later";

/** Applies an entry once, in any order, in one transaction with the mark that it was applied (resolution 10, E-10). */
export async function applyEntry(
  wire: Wire,
  entry: LogEntry,
  community?: CommunityHome,
): Promise<EntryOutcome> {
  const [outcome = "dropped"] = await applyEntries(wire, [entry], community);
  return outcome;
}

/**
 * Applies entries of one epoch of a community's log, in their order and in one transaction; what became of each. One
 * that fails takes the others back with it: who brings many does so again one by one. `community`: where it was read.
 */
export async function applyEntries(
  wire: Wire,
  entries: readonly LogEntry[],
  read?: CommunityHome,
): Promise<readonly EntryOutcome[]> {
  const [first] = entries;
  const community = read ?? (first ? await communityByIri(wire.ctx.sql, first.groupIri) : null);
  // Of closed communities nothing is taken in until nodes may have members there (profile D-04).
  if (!first || !community || community.local || !isPublicLevel(community.level))
    return entries.map(() => "dropped" as const);
  const people: People = new Map();
  const judged: Judged[] = [];
  for (const entry of entries) judged.push(await judge(wire, community, { entry, people }));
  const log = { community, epoch: first.epoch, judged, people };
  if (entries.length > 1) return applyAll(wire, { ...log, apart: true });
  try {
    return await applyAll(wire, { ...log, apart: false });
  } catch (error) {
    // Most entries have their effect; of one that has none, what it did before is taken back.
    if (!(error instanceof NotHereYet || error instanceof Refusal)) throw error;
    return applyAll(wire, { ...log, apart: true });
  }
}

interface Applying {
  readonly community: CommunityHome;
  readonly epoch: string;
  readonly judged: readonly Judged[];
  readonly people: People;
  /** Each by itself: one that has no effect takes nothing of the others back. */
  readonly apart: boolean;
}

function applyAll(wire: Wire, { community, epoch, judged, ...scene }: Applying): Promise<EntryOutcome[]> {
  const log = { communityId: community.id, epoch };
  return inTransaction(wire.ctx, async (tx) => {
    const sound = judged.filter(({ fit }) => fit !== "later").map(({ entry }) => entry.seq);
    const unapplied = sound.length === 0 ? new Set<number>() : await listUnapplied(tx, log, sound);
    const outcomes: EntryOutcome[] = [];
    for (const { entry, fit } of judged) {
      if (fit === "later" || !unapplied.has(entry.seq)) outcomes.push(fit === "later" ? "later" : "known");
      else if (fit === "spent" || fit === "dropped") outcomes.push(fit === "spent" ? "nothing" : "dropped");
      else outcomes.push(await perform(tx, fit, { ...scene, community, entry }));
    }
    const applied = judged.flatMap(({ fit }, at) =>
      typeof fit === "object" && outcomes[at] === "applied" ? [fit] : [],
    );
    const later = judged.flatMap(({ entry }, at) => (outcomes[at] === "later" ? [entry.seq] : []));
    const settled = [...unapplied].filter((seq) => !later.includes(seq));
    for (const seq of later) await noteLacking(tx, { ...log, seq });
    const [waiting] = await Promise.all([
      takeWaiting(tx, community.id, [...new Set(applied.map((act) => act.object))]),
      markApplied(tx, log, settled),
      keepEntries(
        tx,
        log,
        judged.flatMap(({ entry, fit }, at) => keptOf(entry, fit, outcomes[at])),
      ),
    ]);
    await performWaiting(tx, { waiting, came: applied }, { ...scene, community });
    return outcomes;
  });
}

/** An entry with what was found out about it before the transaction. */
interface Judged {
  readonly entry: LogEntry;
  /** Its act, where it is authentic and one; `spent` for what is left of one; `dropped`; or `later`. */
  readonly fit: Act | "spent" | "dropped" | "later";
}

/** `people`: who was looked up already, of all entries that are judged together. */
async function judge(
  wire: Wire,
  community: CommunityHome,
  { entry, people }: { readonly entry: LogEntry; readonly people: People },
): Promise<Judged> {
  if (entry.inner === null) return { entry, fit: "spent" };
  const { groupIri, loggedAt } = entry;
  const { actor, blocked } = await findWriter(wire.ctx.sql, String(entry.inner.actor));
  const judged = await authenticate(wire, entry.inner, { groupIri, loggedAt, blocked });
  if (!judged.ok && judged.later) return lacking(wire, community, entry);
  const act = judged.ok ? actOf(judged.document, community) : null;
  if (act === null) return { entry, fit: "dropped" };
  if (actor?.iri === act.actor) people.set(act.actor, actor);
  for (const iri of peopleOf(act, community)) {
    if (people.has(iri)) continue;
    if (!(await isKnown(wire, iri))) return lacking(wire, community, entry);
    people.set(iri, await actorByIri(wire.ctx.sql, iri));
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
  const { announce, seq } = entry;
  const bytes = announce instanceof Uint8Array ? announce : Buffer.from(JSON.stringify(announce), "utf8");
  return [{ seq, objectIri: fit.object, type: fit.type, bytes }];
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
