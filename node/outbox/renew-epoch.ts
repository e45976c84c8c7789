import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";

/** A log as it stood when its epoch ended. */
export interface EndedLog {
  readonly communityId: string;
  readonly iri: string;
  readonly epoch: string;
  readonly seq: number;
}

/**
 * Begins a new epoch of every community of this node, after it was brought back to an earlier state: numbers of the old
 * one may have been given to entries that it has forgotten, and are never given again (profile B.6). The entries keep their
 * numbers and get ids of their own under it; readers elsewhere read the log again from its beginning (E-05).
 */
export async function renewEpochs(tx: WriteContext): Promise<readonly EndedLog[]> {
  const ended = await tx.sql<EndedLog[]>`
    select c.id as "communityId", a.iri, c.epoch, c.seq from communities c join actors a on a.id = c.actor_id
    where a.peer_id is null order by c.id for update of c`;
  for (const log of ended) await renewOne(tx, log);
  return ended;
}

async function renewOne(tx: WriteContext, { communityId, epoch }: EndedLog): Promise<void> {
  const next = newUuid(tx.now);
  // What was to be sent under the old epoch is read under the new one.
  await tx.sql`delete from deliveries d using activities a
    where a.iri = d.activity_iri and d.kind = 'relay' and d.community_id = ${communityId}`;
  const entries = await tx.sql<{ seq: number; old: string }[]>`
    select seq, announce_iri as old from log_entries where community_id = ${communityId} and epoch = ${epoch} order by seq`;
  const old = entries.map((entry) => entry.old);
  const fresh = entries.map(() => tx.iris.activity(newUuid(tx.now)));
  await tx.sql`
    insert into activities (iri, actor_iri, type, object_iri, community_id, change_id, readers, addressees, facts, created)
    select n.fresh, a.actor_iri, a.type, a.object_iri, a.community_id, a.change_id, a.readers, a.addressees,
      a.facts || jsonb_build_object('epoch', ${next}::text), a.created
    from unnest(${old}::text[], ${fresh}::text[]) as n(old, fresh) join activities a on a.iri = n.old`;
  await tx.sql`
    update log_entries e set epoch = ${next}, announce_iri = n.fresh
    from unnest(${old}::text[], ${fresh}::text[]) as n(old, fresh) where e.announce_iri = n.old`;
  await tx.sql`delete from activities where iri = any(${old})`;
  await tx.sql`update communities set epoch = ${next} where id = ${communityId}`;
}
