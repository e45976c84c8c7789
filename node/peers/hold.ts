import { HERE, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { layLetter } from "../outbox/emit.ts";
import { refuse } from "../refusal.ts";
import { welcomePeer } from "./accepted.ts";
import { type Peer, type PeerState, peerById } from "./read.ts";

/**
 * Holds a connection: `paused` keeps what is written for later and refuses nothing that was agreed; `blocked` refuses
 * both directions at once, subdomains included, and drops what waits; `resumed` takes either back: what was paused is
 * connected, and what was blocked is what it was before, so that nobody is connected whom this node never accepted.
 * Refuses `not-found`, `not-connected`.
 */
export function holdPeer(
  ctx: NodeContext,
  holding: {
    peerId: string;
    state: "paused" | "blocked" | "resumed";
    reason: string;
    accountId: string | null;
  },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const peer = (await peerById(tx.sql, holding.peerId, "update")) ?? refuse("not-found");
    if (peer.state === holding.state) return;
    const state = holding.state === "resumed" ? await stateBefore(tx, peer) : holding.state;
    if (state === "paused" && peer.state !== "accepted" && peer.state !== "blocked")
      refuse("not-connected", { home: peer.name });
    const blockedFrom = state === "blocked" ? peer.state : null;
    await tx.sql`update peers set state = ${state}, reason = ${holding.reason || null}, decided = ${tx.now},
      blocked_from = ${blockedFrom} where id = ${peer.id}`;
    if (state === "blocked") await tx.sql`delete from deliveries where origin = ${peer.origin}`;
    if (holding.state === "resumed") await resume(tx, peer, state);
    const kind = KINDS[state];
    if (kind === undefined) return;
    await recordChange(tx, {
      kind,
      actorId: null,
      subjectId: peer.id,
      subjectIri: peer.nodeIri,
      origin: HERE,
      facts: { accountId: holding.accountId },
    });
  });
}

const KINDS: { readonly [state in PeerState]?: "peer.paused" | "peer.blocked" | "peer.accepted" } = {
  paused: "peer.paused",
  blocked: "peer.blocked",
  accepted: "peer.accepted",
};

async function stateBefore(tx: WriteContext, peer: Peer): Promise<PeerState> {
  if (peer.state === "paused") return "accepted";
  if (peer.state !== "blocked") return refuse("not-connected", { home: peer.name });
  const [row] = await tx.sql<{ before: PeerState | null }[]>`
    select blocked_from as before from peers where id = ${peer.id}`;
  return row?.before ?? "known";
}

async function resume(tx: WriteContext, peer: Peer, state: PeerState): Promise<void> {
  if (state === "accepted") await welcomePeer(tx, peer);
  await layConnecting(tx, peer);
  await tx.sql`update lanes set open_from = ${tx.now}, parked = null where origin = ${peer.origin}`;
  tx.afterCommit(() => tx.wake("lanes"));
}

/** The block dropped what waited; what was said last of connecting may have been among it, and is said again. */
async function layConnecting(tx: WriteContext, peer: Peer): Promise<void> {
  const [last] = await tx.sql<{ iri: string; inbox: string }[]>`
    select v.iri, n.inbox from activities v join actors n on n.iri = ${peer.nodeIri}
    where v.actor_iri = ${tx.iris.node} and v.facts->>'what' = 'connect' and n.inbox is not null
      and (v.iri = ${peer.connectIri} or v.object_iri = ${peer.theirConnectIri})
    order by v.created desc, v.iri desc limit 1`;
  if (last) await layLetter(tx, { activityIri: last.iri, inbox: last.inbox, communityId: null });
}
