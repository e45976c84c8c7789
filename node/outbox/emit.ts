import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";

/** Activities this node sends or relays. Names are those of the wire (ActivityStreams 2.0, FEP-1b12, PieFed, Lemmy). */
export type ActivityType =
  | "Create"
  | "Update"
  | "Delete"
  | "Undo"
  | "Like"
  | "ChooseAnswer"
  | "Add"
  | "Remove"
  | "Lock"
  | "Move"
  | "Flag"
  | "Resolve"
  | "Follow"
  | "Join"
  | "Leave"
  | "Accept"
  | "Reject"
  | "Announce"
  | "Block"
  | "Offer"
  | "Erase"
  | "View"
  | "Invite";

export interface NewActivity {
  readonly type: ActivityType;
  readonly actorIri: string;
  readonly objectIri: string | null;
  readonly communityId: string | null;
  /** Who may GET it at its id (resolution 14). In a closed community the first two mean the nodes that hold it. */
  readonly readers: "anyone" | "peers" | "addressees";
  readonly addressees?: readonly string[];
  /** What the renderer needs: ids and revisions, never a copy of text. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly changeId?: string | null;
  /** Its id when the caller has minted it. */
  readonly iri?: string;
  /** Set for a received activity: its own id and exact bytes. */
  readonly received?: { readonly iri: string; readonly bytes: Uint8Array };
}

/** Inserts the row of one activity, with its own id; it is rendered and proved once, before its first send or GET. */
export async function insertActivity(tx: WriteContext, activity: NewActivity): Promise<string> {
  const iri = activity.received?.iri ?? activity.iri ?? tx.iris.activity(newUuid(tx.now));
  const bytes = activity.received ? Buffer.from(activity.received.bytes) : null;
  await tx.sql`
    insert into activities (iri, actor_iri, type, object_iri, community_id, change_id, readers, addressees, facts, bytes, created)
    values (${iri}, ${activity.actorIri}, ${activity.type}, ${activity.objectIri}, ${activity.communityId},
      ${activity.changeId ?? null}, ${readersIn(tx, activity)}, ${[...(activity.addressees ?? [])]},
      ${tx.sql.json((activity.facts ?? {}) as never)}, ${bytes}, ${tx.now})
    on conflict (iri) do nothing`;
  return iri;
}

/** What is written in a closed or hidden community is for its holders alone, whatever the act said (profile D-01). */
function readersIn(tx: WriteContext, { communityId, readers }: NewActivity) {
  if (communityId === null || readers === "addressees") return tx.sql`${readers}`;
  return tx.sql`(select case when c.closed then 'holders' else ${readers} end from communities c where c.id = ${communityId})`;
}

/** What was said to anyone in a community that becomes closed is for its holders from now on (A65). */
export async function keepForHolders(tx: WriteContext, communityId: string): Promise<void> {
  await tx.sql`update activities set readers = 'holders' where community_id = ${communityId} and readers <> 'addressees'`;
}

/**
 * Forgets the text of activities that were sent, and of those that pass them on or take them back, which hold it too. What it was
 * made of has to be gone, or it is made anew.
 */
export async function forgetTexts(tx: WriteContext, iris: readonly string[]): Promise<void> {
  const texts = [...iris];
  await tx.sql`update activities set bytes = null where iri = any(${texts}) or object_iri = any(${texts})
    or object_iri in (select u.iri from activities u where u.type = 'Undo' and u.object_iri = any(${texts}))`;
}

export interface Letter {
  readonly activityIri: string;
  readonly inbox: string;
  readonly communityId: string | null;
}

/** Lays a letter (an act addressed to one inbox) in the lane of its origin; it is kept for 30 days. */
export async function layLetter(tx: WriteContext, letter: Letter): Promise<void> {
  await layDeliveries(tx, [{ ...letter, kind: "letter", form: "activity", seq: null }]);
}

export interface Delivery extends Letter {
  readonly kind: "letter" | "relay";
  /** `id`: the plain `Announce{object id}` for software without FEP-1b12. */
  readonly form: "activity" | "id";
  readonly seq: number | null;
}

/**
 * Inserts deliveries (ids only) in the transaction of the act; the lane workers are woken after COMMIT. What is about a
 * hidden community is laid in no lane, whatever a verb asks for: its members' nodes ask for it (node/hidden).
 */
export async function layDeliveries(tx: WriteContext, asked: readonly Delivery[]): Promise<void> {
  const deliveries = await withoutHidden(tx, asked);
  if (deliveries.length === 0) return;
  const rows = deliveries.map((d) => ({
    origin: new URL(d.inbox).origin,
    inbox: d.inbox,
    activity_iri: d.activityIri,
    kind: d.kind,
    form: d.form,
    community_id: d.communityId,
    seq: d.seq,
    created: tx.now,
  }));
  const origins = [...new Set(rows.map((r) => r.origin))]
    .sort()
    .map((origin) => ({ origin, open_from: tx.now }));
  await tx.sql`insert into lanes ${tx.sql(origins)} on conflict do nothing`;
  await tx.sql`insert into deliveries ${tx.sql(rows)}`;
  tx.afterCommit(() => tx.wake("lanes"));
}

async function withoutHidden(
  tx: WriteContext,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const about = [...new Set(deliveries.flatMap(({ communityId }) => communityId ?? []))];
  if (about.length === 0) return deliveries;
  const hidden = await tx.sql<{ id: string }[]>`
    select id from communities where id = any(${about}::uuid[]) and level = 'confidential'`;
  return deliveries.filter(({ communityId }) => !hidden.some(({ id }) => id === communityId));
}
