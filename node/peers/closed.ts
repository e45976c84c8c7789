import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { peerById } from "./read.ts";

/**
 * An administrator says whether a node may hold copies of what is written in closed communities of this one (profile D.1).
 * Taken back, nothing more is sent from that moment on, what waits for it included, and nothing more is served to it; its
 * people stay members on paper. Refuses `not-found`.
 */
export function chooseHolding(
  ctx: NodeContext,
  choosing: { peerId: string; holds: boolean; accountId: string | null },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { holds, accountId } = choosing;
    const peer = (await peerById(tx.sql, choosing.peerId, "update")) ?? refuse("not-found");
    if (peer.holdsClosed === holds) return;
    await tx.sql`update peers set holds_closed = ${holds} where id = ${peer.id}`;
    await recordAudit(tx, { kind: "peer.closed", accountId, subject: peer.origin, facts: { holds } });
  });
}
