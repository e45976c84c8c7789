import type { Kind } from "./document.ts";

/** What a hit points to; enough for the node to read the row again. */
export interface HitRef {
  readonly id: string;
  readonly uri: string;
  readonly kind: Kind | "person";
}

/** Reads rows again through the one rule of visibility: ids of those that this reader may open now. */
export type Readable<Reader> = (reader: Reader, refs: readonly HitRef[]) => Promise<ReadonlySet<string>>;

/** Told when the index offered what the reader may not open. Holds no text and no query. */
export type Alarm = (event: {
  readonly kind: "hit-not-readable";
  readonly count: number;
  readonly ids: readonly string[];
}) => void;

export interface Guarded<Hit> {
  readonly hits: readonly Hit[];
  readonly dropped: number;
}

/**
 * Lets through only hits that the reader may open now, by a second path that knows nothing of the index. One that may
 * not be opened is dropped and counted, and the alarm is told: the index is stale or wrong.
 */
export async function guardHits<Reader, Hit extends { readonly id: string }>(
  reader: Reader,
  hits: readonly Hit[],
  refOf: (hit: Hit) => HitRef,
  { readable, alarm }: { readable: Readable<Reader>; alarm: Alarm },
): Promise<Guarded<Hit>> {
  if (hits.length === 0) return { hits, dropped: 0 };
  const allowed = await readable(reader, hits.map(refOf));
  const kept = hits.filter((hit) => allowed.has(hit.id));
  const dropped = hits.filter((hit) => !allowed.has(hit.id));
  if (dropped.length > 0)
    alarm({ kind: "hit-not-readable", count: dropped.length, ids: dropped.map((hit) => hit.id) });
  return { hits: kept, dropped: dropped.length };
}
