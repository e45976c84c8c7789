import { inTransaction } from "../node/context.ts";
import {
  type LogPlace,
  learnHead,
  logPlace,
  markHistory,
  noteHome,
  raiseFloor,
} from "../node/logs/applied.ts";
import { applyTogether } from "./apply-entries.ts";
import { getDocument } from "./get-document.ts";
import type { LogEntry } from "./inbox/judge-entry.ts";
import { isJsonObject, type JsonObject } from "./jcs.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { HISTORY_LIMITS } from "./objects/history.ts";
import { placeOf } from "./read/activity-announce.ts";
import { type ReadEntry, readHistoryPage } from "./read/history-page.ts";
import { type ReadSyncState, readSyncState } from "./read/sync-state.ts";
import { instantOf } from "./read/values.ts";
import type { Wire } from "./wire.ts";

/** What one step of reading a log brought. */
export interface CaughtUp {
  /** Entries that had an effect. */
  readonly applied: number;
  /** Entries that are done with and need not be asked for again, what was of no use left out. */
  readonly settled: number;
  /** Nothing lacks above the floor. */
  readonly complete: boolean;
  /** Below which number the next step goes on; null to begin at the head again. */
  readonly below: number | null;
}

/** What one step asks for at most (A55), so that a log without end takes no other's turn. */
const STEP = { pages: 20, entries: 1_000 } as const;

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
  if (state.type !== "sync-state") return null;
  await noteHome(wire.ctx, groupIri);
  return state;
}

/**
 * Brings the log of a community up to its head (`state`): reads what lacks, newest first, so that the
 * newest is here first. One way for history, gaps and catching up after an outage (profile E.4). Throws Outage when its
 * node is away; what was applied stays. `asked`: the place as it was before `state` was asked for. Reads 20 pages or
 * 1,000 entries and gives back where the next step goes on (`below`).
 */
export async function catchUp(
  wire: Wire,
  asked: LogPlace,
  state: Pick<ReadSyncState, "epoch" | "seq">,
  bounds: HistoryBounds & { readonly below?: number | undefined },
): Promise<CaughtUp> {
  const { communityId } = asked;
  const head = { communityId, epoch: state.epoch, seq: state.seq };
  await inTransaction(wire.ctx, (tx) => learnHead(tx, head, asked));
  if ((await gapBelow(wire, communityId, head.seq + 1)) === null) {
    await markHistory(wire.ctx, communityId, "complete");
    return { applied: 0, settled: 0, complete: true, below: null };
  }
  await markHistory(wire.ctx, communityId, "bringing");
  const read = await readBackwards(wire, head, bounds);
  const complete = (await gapBelow(wire, communityId, head.seq + 1)) === null;
  if (complete) await markHistory(wire.ctx, communityId, "complete");
  return { ...read, complete };
}

interface Head {
  readonly communityId: string;
  readonly epoch: string;
  readonly seq: number;
}

/** Fills the gaps below the head, the highest first, for one step. */
async function readBackwards(
  wire: Wire,
  head: Head,
  bounds: Parameters<typeof catchUp>[3],
): Promise<Omit<CaughtUp, "complete">> {
  let [applied, settled] = [0, 0];
  let entries = 0;
  let below = Math.min(bounds.below ?? head.seq + 1, head.seq + 1);
  let ahead: Ahead | null = null;
  for (let pages = 0; pages < STEP.pages && entries < STEP.entries; pages++) {
    const gap = await gapBelow(wire, head.communityId, below);
    if (!gap || gap.place.epoch !== head.epoch) return { applied, settled, below: null };
    const page: readonly ReadEntry[] = await (ahead?.before === gap.to ? ahead.page() : readPage(wire, gap));
    const last = page.at(-1);
    if (!last) return { applied, settled, below: null };
    const lacking = page.filter((entry) => entry.seq >= gap.from);
    // A gap above what is here is an outage of ours, however long it was; only what lies below all is left out.
    const mayLeave = gap.from === gap.place.floor + 1;
    const old = mayLeave ? lacking.findIndex((entry) => tooOld(entry, head.seq, bounds)) : -1;
    // What comes next is on its way while this is taken in.
    const more = old < 0 && last.seq > gap.from && pages + 1 < STEP.pages;
    ahead = more ? readAhead(wire, { ...gap, to: last.seq }) : null;
    const wanted = (old < 0 ? lacking : lacking.slice(0, old)).map((entry) => entryOf(gap.place, entry));
    const outcomes = await applyTogether(wire, head.communityId, wanted);
    entries += wanted.length;
    applied += outcomes.filter((outcome) => outcome === "applied").length;
    // What is dropped is done with too, but no reason to hurry on: a log may hold nothing else.
    settled += outcomes.filter((outcome) => outcome === "applied" || outcome === "nothing").length;
    const leftOut = lacking[old];
    if (leftOut) await raiseFloor(wire.ctx, { ...head, floor: leftOut.seq });
    below = Math.max(gap.from, last.seq);
  }
  return { applied, settled, below };
}

/** A run of numbers that is not applied: from `from` to below `to`. */
interface Gap {
  readonly place: LogPlace;
  readonly from: number;
  readonly to: number;
}

/** The highest one below `below`. */
async function gapBelow(wire: Wire, communityId: string, below: number): Promise<Gap | null> {
  const place = await logPlace(wire.ctx, communityId, below);
  if (!place || place.gapFrom === null || place.gapTo === null) return null;
  return { place, from: place.gapFrom, to: place.gapTo };
}

/** The highest entries of a gap, a page at most, newest first; none when the page is refused or of another epoch. */
async function readPage(wire: Wire, { place, from, to: before }: Gap): Promise<readonly ReadEntry[]> {
  const { history } = groupCollectionsOf(place.iri);
  const limit = Math.min(HISTORY_LIMITS.entries, before - from);
  const fetched = await getDocument(wire, `${history}?before=${before}&limit=${limit}`, { page: true });
  if (!fetched.ok) return [];
  const page = readHistoryPage(fetched.document, { groupIri: place.iri, historyIri: history });
  if (page.type !== "history-page" || page.epoch !== place.epoch) return [];
  return page.entries.filter((entry) => entry.seq < before);
}

/** A page that was asked for before it is wanted. */
interface Ahead {
  readonly before: number;
  /** Throws what asking for it threw. */
  page(): Promise<readonly ReadEntry[]>;
}

function readAhead(wire: Wire, gap: Gap): Ahead {
  const asked = readPage(wire, gap).then(
    (page) => () => page,
    (error: unknown) => () => {
      throw error;
    },
  );
  return { before: gap.to, page: async () => (await asked)() };
}

function tooOld(entry: ReadEntry, head: number, bounds: HistoryBounds): boolean {
  const published = instantOf(entry.announce?.published);
  if (published !== null && bounds.following !== null && published >= bounds.following) return false;
  return head - entry.seq >= bounds.items || (published !== null && published < bounds.since);
}

function entryOf(place: LogPlace, entry: ReadEntry): LogEntry {
  const announce: JsonObject | null = entry.announce;
  const object = announce?.object;
  return {
    groupIri: place.iri,
    epoch: place.epoch,
    seq: entry.seq,
    firstSeq: (announce === null ? null : placeOf(announce))?.firstSeq ?? entry.seq,
    inner: isJsonObject(object) ? object : null,
    announce,
    loggedAt: instantOf(announce?.published) ?? new Date(0),
  };
}
