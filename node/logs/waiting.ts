import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";

export interface WaitingEntry {
  readonly communityId: string;
  readonly epoch: string;
  readonly seq: number;
  readonly objectIri: string;
  /** The inner activity as JSON. */
  readonly entry: Uint8Array;
}

/** So many wait for one community: whoever runs it may log as much as they like about what never comes. */
export const MOST_WAITING = 1_000;
const KEPT_DAYS = 30;

/**
 * Keeps an entry of a log that speaks of something not here yet; a log is read newest first, so this is ordinary. For
 * what its author deleted for good nothing waits. False when 1,000 of its community wait already: it stays a gap in the
 * log and is read again.
 */
export async function keepWaiting(tx: WriteContext, waiting: WaitingEntry): Promise<boolean> {
  const { communityId, epoch, seq, objectIri } = waiting;
  const [now] = await tx.sql<{ count: number; here: boolean }[]>`
    select count(*)::int as count, coalesce(bool_or(epoch = ${epoch} and seq = ${seq}), false) as here
    from waiting_entries where community_id = ${communityId}`;
  if (now?.here) return true;
  if (now && now.count >= MOST_WAITING) return false;
  await tx.sql`insert into waiting_entries (community_id, epoch, seq, object_iri, entry, since)
    select ${communityId}, ${epoch}, ${seq}, ${objectIri}, ${Buffer.from(waiting.entry)}, ${tx.now}
    where not exists (select 1 from tombstones
      where iri = ${objectIri} and community_id = ${communityId} and author_iri is not null) on conflict do nothing`;
  if (now?.count === MOST_WAITING - 1) tx.log.warning(FULL, { count: MOST_WAITING, communityId });
  return true;
}

const FULL = "{count} entries of community {communityId} wait for what has not come: no more are taken in.";

/** Forgets what waited for 30 days: what it speaks of is older than the history that is read, or never was. */
export async function sweepWaiting(ctx: NodeContext): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.sql`delete from waiting_entries where since < ${new Date(tx.now.getTime() - KEPT_DAYS * 86_400_000)}`;
  });
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
