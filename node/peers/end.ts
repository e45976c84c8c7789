import { type Origin, recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { type Peer, peerByOrigin } from "./read.ts";

/**
 * The node that asked to connect takes its request back: nothing more is sent to it, and what was public stays. Only
 * the request that stands can be taken back; anything else is `ignored`. It may ask again.
 */
export async function takePeerEnd(
  tx: WriteContext,
  ending: { origin: string; connectIri: string | null },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const peer = await peerByOrigin(tx.sql, ending.origin, "update");
  if (!peer || peer.theirConnectIri === null || ending.connectIri !== peer.theirConnectIri) return "ignored";
  if (peer.state !== "accepted" && peer.state !== "paused" && peer.state !== "knocking") return "ignored";
  await endPeer(tx, peer, { state: "known", reason: "" });
  await recordChange(tx, {
    kind: "peer.ended",
    actorId: null,
    subjectId: peer.id,
    subjectIri: peer.nodeIri,
    origin,
  });
  return "taken";
}

/** What waits for a node that is connected no longer is dropped, and neither side's request stands any more. */
export async function endPeer(
  tx: WriteContext,
  peer: Peer,
  after: { state: "known" | "refused"; reason: string },
): Promise<void> {
  await tx.sql`update peers set state = ${after.state}, reason = ${after.reason || null}, decided = ${tx.now},
    connect_iri = null, their_connect_iri = null where id = ${peer.id}`;
  await tx.sql`delete from deliveries where origin = ${peer.origin}`;
}
