import { inTransaction } from "../node/context.ts";
import { type LogPlace, learnHead, logPlace, markHistory } from "../node/logs/applied.ts";
import { getDocument } from "./get-document.ts";
import { applyEntry } from "./inbox/entry.ts";
import { isJsonObject, type JsonObject } from "./jcs.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { type ReadEntry, readHistoryPage } from "./read/history-page.ts";
import { type ReadSyncState, readSyncState } from "./read/sync-state.ts";
import type { Wire } from "./wire.ts";

/** What reading a log brought. `complete`: nothing lacks above the floor. */
export interface CaughtUp {
  readonly applied: number;
  readonly complete: boolean;
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
 * newest is here first. One way for history, gaps and catching up after an outage (profile E.4). `bounds`: how much
 * of an unknown history is wanted. Throws Outage when its node is away; what was applied stays.
 */
export async function catchUp(
  wire: Wire,
  communityId: string,
  bounds: { since: Date; items: number },
): Promise<CaughtUp> {
  const begun = await logPlace(wire.ctx, communityId);
  if (!begun) return { applied: 0, complete: true };
  const state = await askSync(wire, begun.iri);
  if (!state) return { applied: 0, complete: false };
  await inTransaction(wire.ctx, (tx) => learnHead(tx, { communityId, epoch: state.epoch, seq: state.seq }));
  await markHistory(wire.ctx, communityId, "bringing");
  let applied = 0;
  let below = state.seq + 1;
  for (;;) {
    const gap = await gapBelow(wire, communityId, below);
    if (!gap) break;
    const page = await readPage(wire, gap.place, gap.to);
    const wanted = page.filter((entry) => entry.seq < gap.to);
    const last = wanted.at(-1);
    if (!last) break;
    for (const entry of wanted) {
      if (entry.seq < gap.from) break;
      if (tooOld(entry, state.seq, bounds)) {
        await inTransaction(wire.ctx, (tx) =>
          learnHead(tx, { communityId, epoch: state.epoch, seq: state.seq, floor: entry.seq }),
        );
        break;
      }
      const outcome = await applyEntry(wire, entryOf(gap.place, state.epoch, entry));
      if (outcome === "applied") applied++;
    }
    below = last.seq;
  }
  const complete = (await gapBelow(wire, communityId, state.seq + 1)) === null;
  await markHistory(wire.ctx, communityId, complete ? "complete" : "bringing");
  return { applied, complete };
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

async function readPage(wire: Wire, place: LogPlace, before: number): Promise<readonly ReadEntry[]> {
  const { history } = groupCollectionsOf(place.iri);
  const fetched = await getDocument(wire, `${history}?before=${before}&limit=100`, { page: true });
  if (!fetched.ok) return [];
  const page = readHistoryPage(fetched.document, { groupIri: place.iri, historyIri: history });
  return page.type === "history-page" ? page.entries : [];
}

function tooOld(entry: ReadEntry, head: number, bounds: { since: Date; items: number }): boolean {
  if (head - entry.seq >= bounds.items) return true;
  const published = entry.announce === null ? null : entry.announce.published;
  return typeof published === "string" && new Date(published) < bounds.since;
}

function entryOf(place: LogPlace, epoch: string, entry: ReadEntry) {
  const announce: JsonObject | null = entry.announce;
  const object = announce?.object;
  const published = announce?.published;
  return {
    groupIri: place.iri,
    epoch,
    seq: entry.seq,
    inner: isJsonObject(object) ? object : null,
    loggedAt: typeof published === "string" ? new Date(published) : new Date(0),
  };
}
