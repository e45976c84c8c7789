import type { WriteContext } from "../context.ts";

export interface WaitingEntry {
  readonly communityId: string;
  readonly epoch: string;
  readonly seq: number;
  readonly objectIri: string;
  /** The inner activity as JSON. */
  readonly entry: Uint8Array;
}

/** Keeps an entry of a log that speaks of something not here yet; a log is read newest first, so this is ordinary. */
export async function keepWaiting(tx: WriteContext, waiting: WaitingEntry): Promise<void> {
  await tx.sql`insert into waiting_entries (community_id, epoch, seq, object_iri, entry)
    values (${waiting.communityId}, ${waiting.epoch}, ${waiting.seq}, ${waiting.objectIri}, ${Buffer.from(waiting.entry)}) on conflict do nothing`;
}

/** Takes out what waited for these objects, in the order of the log. */
export async function takeWaiting(
  tx: WriteContext,
  communityId: string,
  objectIris: readonly string[],
): Promise<readonly WaitingEntry[]> {
  if (objectIris.length === 0) return [];
  const rows = await tx.sql<WaitingEntry[]>`
    delete from waiting_entries where community_id = ${communityId} and object_iri = any(${[...objectIris]})
    returning community_id as "communityId", epoch, seq, object_iri as "objectIri", entry`;
  return [...rows].sort((a, b) => a.seq - b.seq);
}
