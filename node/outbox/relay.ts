import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { type RemoteInbox, readersElsewhere } from "../visibility/audience.ts";
import { takesForm } from "../visibility/delivery-class.ts";
import { type Delivery, insertActivity, layDeliveries, layLetter } from "./emit.ts";

export interface Relayed {
  readonly activityIri: string;
  readonly objectIri: string | null;
  readonly type: string;
  /** Likes: not shown to unsigned readers of the log (profile E-18). */
  readonly private?: boolean;
  /** A titled item: the only thing the id form of Announce is sent for (resolution 13). */
  readonly titled?: boolean;
  /** It is shown once more after it was removed: an Update stands for the whole post then. */
  readonly again?: boolean;
}

/** What became of an activity in the log. */
export interface Entered {
  readonly seq: number;
  readonly readers: readonly RemoteInbox[];
}

/**
 * A local community takes an activity into its numbered log and announces it: +1, no gaps, one writer per community
 * (the row lock on `communities` is held to COMMIT). Returns the entry's number and whom it goes to. Profile E.1, E.2.
 */
export async function relayToAll(tx: WriteContext, communityId: string, relayed: Relayed): Promise<Entered> {
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
  const readers = await readersElsewhere(tx, communityId);
  const entry = { ...relayed, announceIri, seq: community.seq };
  await layDeliveries(tx, relayDeliveries(communityId, entry, readers));
  if (relayed.type === "Delete" && relayed.titled === true)
    await takeBackIds(tx, { ...entry, communityId, groupIri: community.iri }, readers);
  return { seq: community.seq, readers };
}

function relayDeliveries(
  communityId: string,
  entry: Relayed & { announceIri: string; seq: number },
  readers: readonly RemoteInbox[],
): Delivery[] {
  const deliveries: Delivery[] = [];
  const shows = entry.titled === true && (entry.type === "Create" || entry.again === true);
  for (const inbox of readers) {
    const base = {
      activityIri: entry.announceIri,
      inbox: inbox.inbox,
      communityId,
      kind: "relay",
      seq: entry.seq,
    } as const;
    if (takesForm(inbox.deliveryClass, "activity")) deliveries.push({ ...base, form: "activity" });
    if (shows && takesForm(inbox.deliveryClass, "id")) deliveries.push({ ...base, form: "id" });
  }
  return deliveries;
}

/**
 * Readers that were shown the post by its id are told that it is shown no more (resolution 13). It was shown with its
 * first entry since it was last removed, if it ever was; later ones are edits.
 */
async function takeBackIds(
  tx: WriteContext,
  removal: { communityId: string; groupIri: string; objectIri: string | null; seq: number },
  readers: readonly RemoteInbox[],
): Promise<void> {
  const shown = readers.filter(({ deliveryClass }) => takesForm(deliveryClass, "id"));
  if (shown.length === 0) return;
  const { communityId, groupIri, objectIri } = removal;
  const [entry] = await tx.sql<{ iri: string }[]>`
    select e.announce_iri as iri from log_entries e, lateral (
      select max(d.seq) as seq from log_entries d
      where d.community_id = e.community_id and d.object_iri = e.object_iri and d.type = 'Delete' and d.seq < ${removal.seq}) earlier
    where e.community_id = ${communityId} and e.object_iri = ${objectIri} and e.seq > coalesce(earlier.seq, 0)
      and e.type in ('Create', 'Update') order by e.seq limit 1`;
  if (!entry) return;
  const activityIri = await insertActivity(tx, {
    type: "Undo",
    actorIri: groupIri,
    objectIri: entry.iri,
    communityId,
    readers: "anyone",
    facts: { undoes: "Announce", object: objectIri },
  });
  for (const { inbox } of shown) await layLetter(tx, { activityIri, inbox, communityId });
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
