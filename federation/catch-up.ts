import { inTransaction } from "../node/context.ts";
import { isDatabaseAway } from "../node/db/open.ts";
import { type LogPlace, learnHead, logPlace, markHistory, raiseFloor } from "../node/logs/applied.ts";
import { Outage } from "../node/refusal.ts";
import { getDocument } from "./get-document.ts";
import { applyEntries, applyEntry, type EntryOutcome, type LogEntry } from "./inbox/entry.ts";
import { isJsonObject, type JsonObject } from "./jcs.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { placeOf } from "./read/activity-announce.ts";
import { type ReadEntry, readHistoryPage } from "./read/history-page.ts";
import { type ReadSyncState, readSyncState } from "./read/sync-state.ts";
import type { Wire } from "./wire.ts";

/** What reading a log brought. `complete`: nothing lacks above the floor. */
export interface CaughtUp {
  readonly applied: number;
  readonly complete: boolean;
}

/** How much is wanted of what was logged before anybody here followed; what came since then is wanted whole. */
export interface HistoryBounds {
  readonly since: Date;
  readonly items: number;
  readonly following: Date | null;
}

/** Asks a community elsewhere how far it is (profile B.6). Throws Outage when its node is away; null when refused. */
export async function askSync(wire: Wire, groupIri: string): Promise<ReadSyncState | null> {
  const { sync } = groupCollectionsOf(groupIri);
  const fetched = await getDocument(wire, sync);
  if (!fetched.ok) return null;
  const state = readSyncState(fetched.document, sync);
  return state.type === "sync-state" ? state : null;
}

/**
 * Brings the log of a community up to its head: asks for the head, then reads what lacks, newest first, so that the
 * newest is here first. One way for history, gaps and catching up after an outage (profile E.4). Throws Outage when its
 * node is away; what was applied stays. `asked`: the place as it was before `state` was asked for.
 */
export async function catchUp(
  wire: Wire,
  asked: LogPlace,
  state: ReadSyncState,
  bounds: HistoryBounds,
): Promise<CaughtUp> {
  const { communityId } = asked;
  const head = { communityId, epoch: state.epoch, seq: state.seq };
  await inTransaction(wire.ctx, (tx) => learnHead(tx, head, asked));
  if ((await gapBelow(wire, communityId, head.seq + 1)) === null) {
    await markHistory(wire.ctx, communityId, "complete");
    return { applied: 0, complete: true };
  }
  await markHistory(wire.ctx, communityId, "bringing");
  const applied = await readBackwards(wire, head, bounds);
  const complete = (await gapBelow(wire, communityId, head.seq + 1)) === null;
  if (complete) await markHistory(wire.ctx, communityId, "complete");
  return { applied, complete };
}

interface Head {
  readonly communityId: string;
  readonly epoch: string;
  readonly seq: number;
}

/** Fills the gaps below the head, the highest first; returns how many entries had an effect. */
async function readBackwards(wire: Wire, head: Head, bounds: HistoryBounds): Promise<number> {
  let applied = 0;
  let below = head.seq + 1;
  for (;;) {
    const gap = await gapBelow(wire, head.communityId, below);
    if (!gap || gap.place.epoch !== head.epoch) return applied;
    const page = await readPage(wire, gap.place, gap.to);
    const last = page.at(-1);
    if (!last) return applied;
    const lacking = page.filter((entry) => entry.seq >= gap.from);
    // A gap above what is here is an outage of ours, however long it was; only what lies below all is left out.
    const mayLeave = gap.from === gap.place.floor + 1;
    const old = mayLeave ? lacking.findIndex((entry) => tooOld(entry, head.seq, bounds)) : -1;
    const wanted = old < 0 ? lacking : lacking.slice(0, old);
    applied += await applyTogether(
      wire,
      wanted.map((entry) => entryOf(gap.place, entry)),
    );
    const leftOut = lacking[old];
    if (leftOut) await raiseFloor(wire.ctx, { ...head, floor: leftOut.seq });
    below = Math.max(gap.from, last.seq);
  }
}

/** Some entries in one transaction: it costs as much for one. */
const TOGETHER = 25;

/** Applies entries in their order, some at a time; those in which one fails, one by one. Returns how many had an effect. */
async function applyTogether(wire: Wire, entries: readonly LogEntry[]): Promise<number> {
  let applied = 0;
  for (let at = 0; at < entries.length; at += TOGETHER) {
    const some = entries.slice(at, at + TOGETHER);
    const outcomes = await applyEntries(wire, some).catch(async (error) => {
      if (isDatabaseAway(error)) throw error;
      const one: (EntryOutcome | "failed")[] = [];
      for (const entry of some) one.push(await tryEntry(wire, entry));
      return one;
    });
    applied += outcomes.filter((outcome) => outcome === "applied").length;
  }
  return applied;
}

/** One that this node cannot take stays a gap, which is read again later, and keeps no other from being taken (R18). */
async function tryEntry(wire: Wire, entry: LogEntry): Promise<EntryOutcome | "failed"> {
  try {
    return await applyEntry(wire, entry);
  } catch (error) {
    if (error instanceof Outage || isDatabaseAway(error)) throw error;
    wire.ctx.log.error("Entry {seq} of a log could not be taken: {error}", { seq: entry.seq, error });
    return "failed";
  }
}

/** The highest run of numbers below `below` that is not applied. */
async function gapBelow(
  wire: Wire,
  communityId: string,
  below: number,
): Promise<{ place: LogPlace; from: number; to: number } | null> {
  const place = await logPlace(wire.ctx, communityId, below);
  if (!place || place.gapFrom === null || place.gapTo === null) return null;
  return { place, from: place.gapFrom, to: place.gapTo };
}

/** Entries below `before`, newest first; none when the page is refused or of another epoch. */
async function readPage(wire: Wire, place: LogPlace, before: number): Promise<readonly ReadEntry[]> {
  const { history } = groupCollectionsOf(place.iri);
  const fetched = await getDocument(wire, `${history}?before=${before}&limit=100`, { page: true });
  if (!fetched.ok) return [];
  const page = readHistoryPage(fetched.document, { groupIri: place.iri, historyIri: history });
  if (page.type !== "history-page" || page.epoch !== place.epoch) return [];
  return page.entries.filter((entry) => entry.seq < before);
}

function tooOld(entry: ReadEntry, head: number, bounds: HistoryBounds): boolean {
  const text = entry.announce === null ? null : entry.announce.published;
  const published = typeof text === "string" ? new Date(text) : null;
  if (published !== null && bounds.following !== null && published >= bounds.following) return false;
  return head - entry.seq >= bounds.items || (published !== null && published < bounds.since);
}

function entryOf(place: LogPlace, entry: ReadEntry): LogEntry {
  const announce: JsonObject | null = entry.announce;
  const object = announce?.object;
  const published = announce?.published;
  return {
    groupIri: place.iri,
    epoch: place.epoch,
    seq: entry.seq,
    firstSeq: (announce === null ? null : placeOf(announce))?.firstSeq ?? entry.seq,
    inner: isJsonObject(object) ? object : null,
    loggedAt: typeof published === "string" ? new Date(published) : new Date(0),
  };
}
