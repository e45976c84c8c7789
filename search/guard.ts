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
  /** Makes the same search again: the ids it offers now that the reader may not open now. */
  readonly again: () => Promise<readonly string[]>;
}) => void;

export interface GuardPorts<Reader, Hit> {
  readonly readable: Readable<Reader>;
  readonly alarm: Alarm;
  /** The search that the hits came from. */
  readonly search: () => Promise<readonly Hit[]>;
}

export interface Guarded<Hit> {
  readonly hits: readonly Hit[];
  readonly dropped: number;
}

/**
 * Lets through only hits that the reader may open now, by a second path that knows nothing of the index. One that may
 * not be opened is dropped and counted, and the alarm is told: the index is late or wrong.
 */
export async function guardHits<Reader, Hit extends { readonly id: string }>(
  reader: Reader,
  hits: readonly Hit[],
  refOf: (hit: Hit) => HitRef,
  { readable, alarm, search }: GuardPorts<Reader, Hit>,
): Promise<Guarded<Hit>> {
  const idsClosed = async (offered: readonly Hit[]) => {
    const allowed = await readable(reader, offered.map(refOf));
    return offered.map((hit) => hit.id).filter((id) => !allowed.has(id));
  };
  if (hits.length === 0) return { hits, dropped: 0 };
  const ids = await idsClosed(hits);
  const again = async () => idsClosed(await search());
  if (ids.length > 0) alarm({ kind: "hit-not-readable", count: ids.length, ids, again });
  return { hits: hits.filter((hit) => !ids.includes(hit.id)), dropped: ids.length };
}
