import { recordRefusedActivity } from "../audit/record.ts";
import type { Origin } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { returnIfObeyed } from "./silent.ts";

/** A receipt as read; that its actor, a node, signed it is checked by the caller. */
export interface ReceivedReceipt {
  readonly iri: string;
  readonly nodeIri: string;
  readonly groupIri: string;
  readonly removalIri: string;
}

/**
 * Takes in that a node obeyed a removal: only of one that was sent to this very node, by the community that it names. Any
 * other is `refused`, and stands in the audit record; a second one changes nothing.
 */
export async function takeReceipt(
  tx: WriteContext,
  receipt: ReceivedReceipt,
  origin: Extract<Origin, { road: "letter" }>,
): Promise<"taken" | "known" | "refused"> {
  const [row] = await tx.sql<{ peerId: string; confirmed: Date | null }[]>`
    select r.peer_id as "peerId", r.confirmed from removal_receipts r join peers p on p.id = r.peer_id
    join communities c on c.id = r.community_id join actors g on g.id = c.actor_id
    where r.removal_iri = ${receipt.removalIri} and p.node_iri = ${receipt.nodeIri} and g.iri = ${receipt.groupIri}
    for update of r`;
  if (!row) {
    const { nodeIri: actorIri, iri } = receipt;
    await recordRefusedActivity(tx, { actorIri, iri, type: "Accept", code: "not-found" });
    return "refused";
  }
  if (row.confirmed !== null) return "known";
  await tx.sql`update removal_receipts set confirmed = ${tx.now}, receipt = ${Buffer.from(origin.activity.bytes)}
    where removal_iri = ${receipt.removalIri} and peer_id = ${row.peerId}`;
  await returnIfObeyed(tx, row.peerId);
  return "taken";
}
