import type { AnyContext, WriteContext } from "../context.ts";

export interface KeptEntry {
  readonly seq: number;
  readonly objectIri: string;
  /** Of the activity inside. */
  readonly type: string;
  /** The whole Announce as JSON. */
  readonly bytes: Uint8Array;
}

/**
 * Keeps entries of a log elsewhere as its Group proved them. A newer text takes the place of the older, and of what is
 * deleted or removed no text stays.
 */
export async function keepEntries(
  tx: WriteContext,
  log: { readonly communityId: string; readonly epoch: string },
  entries: readonly KeptEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { communityId, epoch } = log;
  const rows = entries.map(({ seq, objectIri, type, bytes }) => ({
    community_id: communityId,
    epoch,
    seq,
    object_iri: objectIri,
    type,
    bytes: Buffer.from(bytes),
  }));
  const content = entries.filter(({ type }) => ["Create", "Update", "Delete"].includes(type));
  const forget = () => (content.length === 0 ? null : forgetOlder(tx, log, content));
  const insert = () => tx.sql`insert into kept_entries ${tx.sql(rows)} on conflict do nothing`.execute();
  // Of several one may be the older text of another. Of one the long statement is last: what is before it goes in its packet.
  await Promise.all(entries.length > 1 ? [insert(), forget()] : [forget(), insert()]);
}

async function forgetOlder(
  tx: WriteContext,
  { communityId, epoch }: { readonly communityId: string; readonly epoch: string },
  content: readonly KeptEntry[],
): Promise<void> {
  const newer = content.map(({ objectIri, seq }) => [objectIri, seq] as const);
  // Rows and no arrays: PostgreSQL plans a statement anew each time where it can count an array only then.
  await tx.sql`
    delete from kept_entries k
    using (values ${tx.sql(newer as never)}) n (object_iri, seq)
    cross join lateral (select o.epoch, o.seq from kept_entries o
      where o.object_iri = n.object_iri and o.type in ('Create', 'Update') and o.community_id = ${communityId}
        and (o.epoch <> ${epoch} or o.seq < n.seq::bigint) offset 0) older
    where k.community_id = ${communityId} and k.epoch = older.epoch and k.seq = older.seq`;
}

/** Nothing that was kept of an object's text stays, wherever it was logged: its author erased it, or it was removed. */
export async function forgetKept(tx: WriteContext, objectIri: string): Promise<void> {
  await tx.sql`delete from kept_entries where object_iri = ${objectIri} and type in ('Create', 'Update')`;
}

/** Entries of an epoch above a number, oldest first, for the node whose community it is. */
export async function listKept(
  ctx: AnyContext,
  of: { readonly groupIri: string; readonly epoch: string; readonly after: number },
  limit: number,
): Promise<readonly { readonly seq: number; readonly bytes: Uint8Array }[]> {
  return ctx.sql<{ seq: number; bytes: Buffer }[]>`
    select k.seq, k.bytes from kept_entries k join communities c on c.id = k.community_id join actors g on g.id = c.actor_id
    where g.iri = ${of.groupIri} and k.epoch = ${of.epoch} and k.seq > ${of.after} order by k.seq limit ${limit}`;
}
