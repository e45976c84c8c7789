import { inTransaction, type NodeContext } from "../context.ts";
import { layDeliveries } from "../outbox/emit.ts";

const DAY_MS = 86_400_000;
const AT_ONCE = 200;

/**
 * Lays removals that a connected node has not confirmed for a day, and that wait in no lane any more (refused there, or
 * dropped), in its lane again, once a day. A scheduled job calls it. Returns how many.
 */
export function chaseReceipts(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const before = new Date(tx.now.getTime() - DAY_MS);
    const rows = await tx.sql<
      { removal: string; peer: string; community: string; announce: string; seq: number; inbox: string }[]
    >`
      select r.removal_iri as removal, r.peer_id as peer, r.community_id as community, e.announce_iri as announce, e.seq,
        n.inbox
      from removal_receipts r join peers p on p.id = r.peer_id and p.state = 'accepted'
      join actors n on n.iri = p.node_iri and n.inbox is not null
      join log_entries e on e.activity_iri = r.removal_iri and e.community_id = r.community_id and e.state = 'live'
      where r.confirmed is null and coalesce(r.chased, r.sent) < ${before} and not exists (
        select 1 from deliveries d where d.activity_iri = e.announce_iri and d.origin = p.origin and d.failed is null)
      order by r.sent limit ${AT_ONCE} for update of r skip locked`;
    for (const { removal, peer, ...row } of rows) {
      const { announce: activityIri, community: communityId, inbox, seq } = row;
      await layDeliveries(tx, [{ activityIri, communityId, inbox, seq, kind: "relay", form: "activity" }]);
      await tx.sql`update removal_receipts set chased = ${tx.now} where removal_iri = ${removal} and peer_id = ${peer}`;
    }
    return rows.length;
  });
}
