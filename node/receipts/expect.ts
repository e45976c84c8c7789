import type { WriteContext } from "../context.ts";

/** Notes which connected nodes a removal in a local community was just sent to: each of them is to confirm it (G15). */
export async function expectReceipts(
  tx: WriteContext,
  removal: { readonly communityId: string; readonly iri: string },
): Promise<void> {
  await tx.sql`
    insert into removal_receipts (removal_iri, peer_id, community_id, sent)
    select distinct ${removal.iri}, p.id, ${removal.communityId}::uuid, ${tx.now}::timestamptz
    from log_entries e join deliveries d on d.activity_iri = e.announce_iri
    join peers p on p.origin = d.origin and p.state = 'accepted'
    where e.community_id = ${removal.communityId} and e.activity_iri = ${removal.iri}
    on conflict do nothing`;
}
