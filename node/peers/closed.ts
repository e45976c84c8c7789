import { recordAudit } from "../audit/record.ts";
import { recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { type LossReason, peerById } from "./read.ts";

/**
 * An administrator says whether a node may hold copies of what is written in closed communities of this one (profile D.1).
 * Taken back, nothing more is sent from that moment on, what waits for it included, and nothing more is served to it; it is
 * asked to erase what it holds (D-13), and its people stay members on paper. Refuses `not-found`.
 */
export function chooseHolding(
  ctx: NodeContext,
  choosing: { peerId: string; holds: boolean; accountId: string | null },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { holds, accountId } = choosing;
    const peer = (await peerById(tx.sql, choosing.peerId, "update")) ?? refuse("not-found");
    if (peer.holdsClosed === holds && peer.closedLost === null) return;
    await tx.sql`update peers set holds_closed = ${holds}, closed_lost = null, closed_lost_why = null where id = ${peer.id}`;
    if (!holds && peer.holdsClosed)
      await recordChange(tx, {
        kind: "peer.closed-withdrawn",
        actorId: null,
        subjectId: peer.id,
        origin: { road: "here" },
      });
    await recordAudit(tx, { kind: "peer.closed", accountId, subject: peer.origin, facts: { holds } });
  });
}

export interface HoldingLoss {
  readonly peerId: string;
  readonly why: LossReason;
  /** The community whose removal it did not obey. */
  readonly communityId: string;
}

/**
 * A node that did not obey a removal gets nothing more of closed communities here until an administrator says so again, or,
 * where it was silent, until it has obeyed (G15). The administrators and the facilitators of that community are told.
 * Returns false where there was nothing to lose; a lie weighs more than silence.
 */
export async function loseHolding(
  tx: WriteContext,
  { peerId, why, communityId }: HoldingLoss,
): Promise<boolean> {
  const peer = (await peerById(tx.sql, peerId, "update")) ?? refuse("not-found");
  const worse = why === "lied" && peer.closedLostWhy === "silent";
  if (!peer.holdsClosed && !worse) return false;
  await tx.sql`update peers set holds_closed = false, closed_lost = ${tx.now}, closed_lost_why = ${why} where id = ${peerId}`;
  await recordAudit(tx, {
    kind: "peer.closed",
    accountId: null,
    subject: peer.origin,
    facts: { holds: false, why },
  });
  await recordChange(tx, {
    kind: "peer.lost-closed",
    actorId: null,
    communityId,
    subjectId: peerId,
    facts: { why },
    origin: { road: "here" },
  });
  return true;
}

/** A node that was silent has confirmed everything: what was taken from it for that is given back. */
export async function returnHolding(tx: WriteContext, peerId: string): Promise<void> {
  const [row] = await tx.sql<{ origin: string }[]>`
    update peers set holds_closed = true, closed_lost = null, closed_lost_why = null
    where id = ${peerId} and closed_lost_why = 'silent' returning origin`;
  if (!row) return;
  const facts = { holds: true, why: "obeyed" };
  await recordAudit(tx, { kind: "peer.closed", accountId: null, subject: row.origin, facts });
}
