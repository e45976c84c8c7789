import { PROFILE_CONTEXT } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "./group.ts";
import { ORDER_NEWEST_FIRST, ORDER_OLDEST_FIRST } from "./order.ts";

/** Where a page of a community's log is cut (resolution 11). */
export const HISTORY_LIMITS = { entries: 100, bytes: 768 * 1024 } as const;

/** One entry of the log: the whole Announce as its kept text, or what is left of a spent one. */
export type LogEntry =
  | { readonly seq: number; readonly text: string }
  | { readonly seq: number; readonly spentIri: string };

export interface HistoryPageFacts {
  readonly groupIri: string;
  readonly epoch: string;
  /** `after`: entries above `from`, oldest first. `before`: entries below it, newest first (resolution 10). */
  readonly direction: "after" | "before";
  readonly from: number;
  readonly limit: number;
  /** In the direction's order, as many as the caller read; the page takes what fits. */
  readonly entries: readonly LogEntry[];
  /** Whether the log goes on behind the entries given. */
  readonly more: boolean;
}

/** The log as a collection: where to begin reading it, its epoch and how far it goes (profile E.4). */
export function historyFor(facts: {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
}): JsonObject {
  const { history } = groupCollectionsOf(facts.groupIri);
  return {
    type: "OrderedCollection",
    id: history,
    attributedTo: facts.groupIri,
    orderType: ORDER_OLDEST_FIRST,
    totalItems: facts.seq,
    first: pageIri(history, "after", 0, HISTORY_LIMITS.entries),
    last: `${history}?before=${facts.seq + 1}&limit=${HISTORY_LIMITS.entries}`,
    "cop:epoch": facts.epoch,
    "cop:seq": facts.seq,
  };
}

/**
 * A page of the log as JSON text. The entries' own text goes in unchanged, so that relayed activities keep their exact
 * form. At least one entry is always served, whatever its size. `next` is absent when the reader has caught up.
 */
export function historyPageText(facts: HistoryPageFacts): string {
  const { history } = groupCollectionsOf(facts.groupIri);
  const items = fitting(facts);
  const last = items.at(-1)?.seq ?? facts.from;
  const goesOn = facts.more || items.length < facts.entries.length;
  const head: JsonObject = {
    "@context": PROFILE_CONTEXT,
    type: "OrderedCollectionPage",
    id: pageIri(history, facts.direction, facts.from, facts.limit),
    partOf: history,
    attributedTo: facts.groupIri,
    orderType: facts.direction === "after" ? ORDER_OLDEST_FIRST : ORDER_NEWEST_FIRST,
    "cop:epoch": facts.epoch,
    "cop:fromSeq": Math.min(items[0]?.seq ?? facts.from, last),
    "cop:toSeq": Math.max(items[0]?.seq ?? facts.from, last),
    ...(goesOn ? { next: pageIri(history, facts.direction, last, facts.limit) } : {}),
  };
  return `${JSON.stringify(head).slice(0, -1)},"orderedItems":[${items.map(textOf).join(",")}]}`;
}

function fitting(facts: HistoryPageFacts): readonly LogEntry[] {
  const most = Math.min(facts.limit, HISTORY_LIMITS.entries);
  const page: LogEntry[] = [];
  let bytes = 0;
  for (const entry of facts.entries.slice(0, most)) {
    bytes += Buffer.byteLength(textOf(entry)) + 1;
    if (bytes > HISTORY_LIMITS.bytes && page.length > 0) break;
    page.push(entry);
  }
  return page;
}

function textOf(entry: LogEntry): string {
  if ("text" in entry) return entry.text;
  return JSON.stringify({
    type: "Tombstone",
    id: entry.spentIri,
    formerType: "Announce",
    "cop:seq": entry.seq,
  });
}

function pageIri(history: string, direction: "after" | "before", seq: number, limit: number): string {
  return `${history}?${direction}=${seq}&limit=${limit}`;
}
