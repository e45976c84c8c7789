import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { readersElsewhere } from "../visibility/audience.ts";
import { type Delivery, insertActivity, layDeliveries } from "./emit.ts";

export interface Relayed {
  readonly activityIri: string;
  readonly objectIri: string | null;
  readonly type: string;
  /** Likes: not shown to unsigned readers of the log (profile E-18). */
  readonly private?: boolean;
  /** A titled item: the only thing the id form of Announce is sent for (resolution 13). */
  readonly titled?: boolean;
}

/**
 * A local community takes an activity into its numbered log and announces it: +1, no gaps, one writer per community
 * (the row lock on `communities` is held to COMMIT). Returns the entry's number. Profile E.1, E.2.
 */
export async function relayToAll(tx: WriteContext, communityId: string, relayed: Relayed): Promise<number> {
  const [community] = await tx.sql<{ seq: number; epoch: string; iri: string }[]>`
    update communities c set seq = c.seq + 1, last_activity = ${tx.now}
    from actors a where c.id = ${communityId} and a.id = c.actor_id and a.peer_id is null
    returning c.seq, c.epoch, a.iri`;
  if (!community) throw new Error("Only a local community relays.");
  const announceIri = tx.iris.activity(newUuid(tx.now));
  await tx.sql`
    insert into log_entries (community_id, epoch, seq, announce_iri, activity_iri, object_iri, type, private, published)
    values (${communityId}, ${community.epoch}, ${community.seq}, ${announceIri}, ${relayed.activityIri},
      ${relayed.objectIri}, ${relayed.type}, ${relayed.private ?? false}, ${tx.now})`;
  await insertActivity(tx, {
    iri: announceIri,
    type: "Announce",
    actorIri: community.iri,
    objectIri: relayed.activityIri,
    communityId,
    readers: relayed.private ? "peers" : "anyone",
    facts: { seq: community.seq, epoch: community.epoch },
  });
  await layDeliveries(
    tx,
    await relayDeliveries(tx, communityId, { ...relayed, announceIri, seq: community.seq }),
  );
  return community.seq;
}

async function relayDeliveries(
  tx: WriteContext,
  communityId: string,
  entry: Relayed & { announceIri: string; seq: number },
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const inbox of await readersElsewhere(tx, communityId)) {
    const base = {
      activityIri: entry.announceIri,
      inbox: inbox.inbox,
      communityId,
      kind: "relay",
      seq: entry.seq,
    } as const;
    if (inbox.deliveryClass !== "microblog") deliveries.push({ ...base, form: "activity" });
    const wantsId = inbox.deliveryClass === "microblog" || inbox.deliveryClass === "unknown";
    if (wantsId && entry.titled === true && entry.type === "Create") deliveries.push({ ...base, form: "id" });
  }
  return deliveries;
}

/**
 * Marks earlier entries of an object as spent, so that the log serves Tombstones in their place and no edit or
 * erasure leaves old text behind (profile E.4, E-12). `types` narrows it; the newest entry can be spared.
 */
export async function spendEntries(
  tx: WriteContext,
  communityId: string,
  objectIri: string,
  options: { types: readonly string[]; except?: number },
): Promise<void> {
  await tx.sql`
    update log_entries set state = 'spent'
    where community_id = ${communityId} and object_iri = ${objectIri} and state = 'live'
      and type = any(${[...options.types]}) and seq <> ${options.except ?? -1}`;
}
