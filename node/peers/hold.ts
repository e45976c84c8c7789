import { HERE, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { welcomePeer } from "./accepted.ts";
import { peerById } from "./read.ts";

/**
 * Holds a connection: `paused` keeps what is written for later and refuses nothing that was agreed; `blocked` refuses
 * both directions at once, subdomains included, and drops what waits; `accepted` takes either back.
 * Refuses `not-found`, `not-connected`.
 */
export function holdPeer(
  ctx: NodeContext,
  holding: {
    peerId: string;
    state: "paused" | "blocked" | "accepted";
    reason: string;
    accountId: string | null;
  },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const peer = (await peerById(tx.sql, holding.peerId, "update")) ?? refuse("not-found");
    if (peer.state === holding.state) return;
    if (holding.state === "paused" && peer.state !== "accepted") refuse("not-connected", { home: peer.name });
    if (holding.state === "accepted" && peer.state !== "paused" && peer.state !== "blocked")
      refuse("not-connected", { home: peer.name });
    await tx.sql`update peers set state = ${holding.state}, reason = ${holding.reason || null}, decided = ${tx.now} where id = ${peer.id}`;
    if (holding.state === "blocked") await tx.sql`delete from deliveries where origin = ${peer.origin}`;
    if (holding.state === "accepted") {
      await welcomePeer(tx, peer);
      await tx.sql`update lanes set open_from = ${tx.now}, parked = null where origin = ${peer.origin}`;
      tx.afterCommit(() => tx.wake("lanes"));
    }
    const kinds = { paused: "peer.paused", blocked: "peer.blocked", accepted: "peer.accepted" } as const;
    await recordChange(tx, {
      kind: kinds[holding.state],
      actorId: null,
      subjectId: peer.id,
      subjectIri: peer.nodeIri,
      origin: HERE,
      facts: { accountId: holding.accountId },
    });
  });
}
