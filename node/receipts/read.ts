import type { AnyContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import type { ModerationEntry, Receipt, ReceiptsOfRemoval } from "../modlog/types.ts";
import type { Reading } from "../reading.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** At most so many removals are asked about at once: a page of the moderation log. */
export const MOST_ASKED = 25;

/** A receipt as PostgreSQL gives it in JSON. */
export interface ReceiptRow {
  readonly name: string;
  readonly sent: string;
  readonly confirmed: string | null;
  readonly lied: string | null;
}

/** The receipts of a removal by its activity, outstanding ones first; null where it was sent to nobody. */
export function receiptsColumn(
  sql: Reader,
  of: { readonly removalIri: Fragment; readonly communityId: Fragment },
): Fragment {
  return sql`(select jsonb_agg(jsonb_build_object('name', coalesce(nullif(rp.name, ''), rp.origin), 'sent', rr.sent,
      'confirmed', rr.confirmed, 'lied', rr.lied) order by rr.confirmed is not null and rr.lied is null, rp.name)
    from removal_receipts rr join peers rp on rp.id = rr.peer_id
    where rr.removal_iri = ${of.removalIri} and rr.community_id = ${of.communityId})`;
}

/** The same as what it says. */
export function receiptOf({ name, sent, confirmed, lied }: ReceiptRow): Receipt {
  return { name, sent: new Date(sent), confirmed: dateOf(confirmed), lied: dateOf(lied) };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/**
 * For the node of a facilitator elsewhere: the receipts of removals in a community here, in the order asked for. Null where
 * nobody of that node facilitates the community now. What was removed in another community has none.
 */
export async function listReceiptsFor(
  ctx: AnyContext,
  asked: {
    readonly communityId: string;
    readonly origin: string;
    readonly removalIris: readonly string[];
  },
): Promise<readonly ReceiptsOfRemoval[] | null> {
  const { sql } = ctx;
  const [facilitator] = await sql`
    select 1 from memberships m join actors a on a.id = m.actor_id and a.deleted is null and a.suspended is null
      join peers p on p.id = a.peer_id and p.state = 'accepted' and p.delivery_class = 'profile'
    where m.community_id = ${asked.communityId} and m.state = 'active' and m.role <> 'member' and p.origin = ${asked.origin} limit 1`;
  if (!facilitator) return null;
  const rows = await sql<{ iri: string; receipts: readonly ReceiptRow[] | null }[]>`
    select iri, ${receiptsColumn(sql, { removalIri: sql`x.iri`, communityId: sql`${asked.communityId}::uuid` })} as receipts
    from unnest(${asked.removalIris.slice(0, MOST_ASKED)}::text[]) with ordinality as x (iri, n) order by n`;
  return rows.map(({ iri, receipts }) => ({ removalIri: iri, receipts: (receipts ?? []).map(receiptOf) }));
}

/**
 * Of a community elsewhere whose facilitator looks: the activities of the removals among these lines of its moderation log,
 * by the id of the line. Empty for everyone else.
 */
export async function listAskableRemovals(
  r: Reading,
  viewer: Viewer,
  of: { readonly communityId: string; readonly entries: readonly Pick<ModerationEntry, "id">[] },
): Promise<ReadonlyMap<string, string>> {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  const rows = await r.sql<{ id: string; iri: string }[]>`
    select m.id, m.activity_iri as iri from moderation_acts m join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id and g.peer_id is not null
      join memberships fm on fm.community_id = c.id and fm.actor_id = ${actorId}::uuid and fm.state = 'active' and fm.role <> 'member'
    where m.community_id = ${of.communityId} and m.kind = 'post-removed' and m.activity_iri is not null
      and m.id = any(${of.entries.map(({ id }) => id)}::uuid[])`;
  return new Map(rows.map(({ id, iri }) => [id, iri]));
}
