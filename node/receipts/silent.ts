import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { loseHolding, returnHolding } from "../peers/closed.ts";

/** A connected node has seven days to confirm a removal (FEDERATION.md). */
export const SILENT_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * Takes closed communities from nodes that have not confirmed a removal for seven days. A scheduled job calls it. Returns how
 * many lost them.
 */
export function stopSilent(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.sql<{ peerId: string; communityId: string }[]>`
      select distinct on (r.peer_id) r.peer_id as "peerId", r.community_id as "communityId"
      from removal_receipts r join peers p on p.id = r.peer_id and p.state = 'accepted' and p.holds_closed
      where r.confirmed is null and r.sent < ${before(tx)} order by r.peer_id, r.sent`;
    let lost = 0;
    for (const row of rows) lost += (await loseHolding(tx, { ...row, why: "silent" })) ? 1 : 0;
    return lost;
  });
}

/** After a receipt: a node that lost closed communities by silence has them again once nothing is overdue. */
export async function returnIfObeyed(tx: WriteContext, peerId: string): Promise<void> {
  const [overdue] = await tx.sql`
    select 1 from removal_receipts where peer_id = ${peerId} and confirmed is null and sent < ${before(tx)} limit 1`;
  if (!overdue) await returnHolding(tx, peerId);
}

/**
 * Whether an entry of a closed community's log is a removal that a node still has to obey. It gets those, though it gets nothing
 * else of the community any more: they name what is to go, which it has had.
 */
export async function owesReceipt(
  sql: Reader,
  entry: { readonly announceIri: string; readonly origin: string },
): Promise<boolean> {
  const [row] = await sql`
    select 1 from log_entries e join removal_receipts r on r.removal_iri = e.activity_iri and r.community_id = e.community_id
      join peers p on p.id = r.peer_id and p.state = 'accepted' and p.closed_lost is not null
    where e.announce_iri = ${entry.announceIri} and p.origin = ${entry.origin} and r.confirmed is null limit 1`;
  return row !== undefined;
}

function before(tx: WriteContext): Date {
  return new Date(tx.now.getTime() - SILENT_DAYS * DAY_MS);
}
