import { z } from "zod";
import { sameOrigin } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import { HISTORY_LIMITS } from "../objects/history.ts";
import { type Refused, refused } from "./outcome.ts";
import { faultOf, iriOf, manyOf, recordOf, requiredIri, typeOf } from "./values.ts";

/** An entry of a community's log. `activity` is the unproved Announce, to be judged like one that was delivered. */
export type ReadEntry =
  | { readonly seq: number; readonly iri: string; readonly announce: JsonObject }
  | { readonly seq: number; readonly iri: string; readonly announce: null };

export interface ReadHistoryPage {
  readonly type: "history-page";
  readonly epoch: string;
  /** In the order of the page; each number once. */
  readonly entries: readonly ReadEntry[];
  /** Address of the next page; null when caught up. */
  readonly next: string | null;
}

const SHAPE = z.object({
  type: z.literal("OrderedCollectionPage"),
  id: requiredIri,
  partOf: requiredIri,
  "cop:epoch": z.string().min(1).max(100),
  next: z.unknown().optional().transform(iriOf),
});

/**
 * Reads a page of a community's log (profile E.4). Refuses `invalid` when an entry has no number, is out of order or
 * neither an Announce by the Group nor a Tombstone on its origin; `too-long` beyond 100 entries.
 */
export function readHistoryPage(
  json: unknown,
  expected: { readonly groupIri: string; readonly historyIri: string },
): ReadHistoryPage | Refused {
  const page = recordOf(json);
  const parsed = SHAPE.safeParse(json);
  if (page === null || !parsed.success) {
    return refused("invalid", parsed.success ? "not an object" : faultOf(parsed.error));
  }
  const { next, partOf } = parsed.data;
  if (partOf !== expected.historyIri) return refused("invalid", "partOf: another log");
  if (next !== null && !sameOrigin(next, expected.historyIri))
    return refused("wrong-origin", "next: elsewhere");
  const items = manyOf(page.orderedItems);
  if (items.length > HISTORY_LIMITS.entries) return refused("too-long", "more than 100 entries");
  const entries = items.map((item) => entryOf(item, expected.groupIri));
  const sound = entries.filter((entry) => entry !== null);
  if (sound.length < entries.length) return refused("invalid", "orderedItems: an entry that is none");
  if (!isInOrder(sound.map((entry) => entry.seq))) return refused("invalid", "orderedItems: out of order");
  return { type: "history-page", epoch: parsed.data["cop:epoch"], entries: sound, next };
}

function entryOf(value: unknown, groupIri: string): ReadEntry | null {
  const entry = recordOf(value);
  const seq = entry?.["cop:seq"];
  const iri = iriOf(entry?.id);
  if (entry === null || iri === null || !sameOrigin(iri, groupIri)) return null;
  if (typeof seq !== "number" || !Number.isSafeInteger(seq) || seq < 1) return null;
  const type = typeOf(entry);
  if (type === "Tombstone") return { seq, iri, announce: null };
  if (type !== "Announce" || iriOf(entry.actor) !== groupIri) return null;
  return { seq, iri, announce: entry as JsonObject };
}

function isInOrder(numbers: readonly number[]): boolean {
  const rises = numbers.every((seq, index) => index === 0 || seq > (numbers[index - 1] ?? 0));
  const falls = numbers.every((seq, index) => index === 0 || seq < (numbers[index - 1] ?? 0));
  return rises || falls;
}
