import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorByIri } from "../people/actor.ts";
import type { NodeDescription } from "../ports.ts";
import { refuse } from "../refusal.ts";
import { welcomePeer } from "./accepted.ts";
import { endPeer } from "./end.ts";
import { type Peer, peerById, peerByOrigin } from "./read.ts";

/**
 * An administrator asks another node to connect: looks at it first (the page shows name, councils and fingerprint),
 * then sends the request. Refuses `not-found`, `loopback-only` (a trial node meets loopback addresses only),
 * `invalid` (own address), `already-exists` (connected), `not-trusted` (blocked).
 */
export async function askPeer(
  ctx: NodeContext,
  asking: { accountId: string | null; address: string; message: string },
): Promise<Peer> {
  const described = await ctx.ports.remote.describe(ctx, asking.address);
  if (described.origin === ctx.config.origin) refuse("invalid", { field: "address" });
  await ctx.ports.remote.bringActor(ctx, described.nodeIri);
  return inTransaction(ctx, async (tx) => {
    const before = await peerByOrigin(tx.sql, described.origin, "update");
    if (before?.state === "accepted" || before?.state === "paused")
      refuse("already-exists", { origin: described.origin });
    if (before?.state === "blocked") refuse("not-trusted", { origin: described.origin });
    const peer = await writeDescription(tx, described);
    if (before?.state === "knocking")
      return (await decide(tx, peer, { accept: true, reason: "" }, asking.accountId)) ?? peer;
    const iri = await insertActivity(tx, {
      type: "Follow",
      actorIri: tx.iris.node,
      objectIri: described.nodeIri,
      communityId: null,
      readers: "addressees",
      addressees: [described.nodeIri],
      facts: { what: "connect", message: asking.message },
    });
    await tx.sql`update peers set state = 'asked', message = ${asking.message}, connect_iri = ${iri}, their_connect_iri = null,
      reason = null where id = ${peer.id}`;
    const node = (await actorByIri(tx.sql, described.nodeIri)) ?? refuse("not-found");
    const [row] = await tx.sql<{ inbox: string }[]>`select inbox from actors where id = ${node.id}`;
    await layLetter(tx, { activityIri: iri, inbox: row?.inbox ?? refuse("not-found"), communityId: null });
    await recordChange(tx, {
      kind: "peer.asked",
      actorId: null,
      subjectId: peer.id,
      subjectIri: described.nodeIri,
      origin: HERE,
    });
    return (await peerById(tx.sql, peer.id)) ?? peer;
  });
}

/** A node asks us: kept for the administrator; accepted at once when we had asked it too; repeated when we are connected. */
export function takePeerRequest(
  ctx: NodeContext | WriteContext,
  request: { described: NodeDescription; connectIri: string; message: string },
  origin: Origin,
): Promise<"waiting" | "accepted" | "refused"> {
  return inTransaction(ctx, async (tx) => {
    const before = await peerByOrigin(tx.sql, request.described.origin, "update");
    if (before?.state === "blocked") return "refused";
    const peer = await writeDescription(tx, request.described);
    await tx.sql`update peers set their_connect_iri = ${request.connectIri} where id = ${peer.id}`;
    if (before && (before.state === "accepted" || before.state === "paused" || before.state === "asked")) {
      await decide(tx, { ...peer, theirConnectIri: request.connectIri }, { accept: true, reason: "" }, null);
      return "accepted";
    }
    await tx.sql`update peers set state = 'knocking', message = ${request.message.slice(0, 1000)}, decided = null where id = ${peer.id}`;
    await recordChange(tx, {
      kind: "peer.asked",
      actorId: null,
      subjectId: peer.id,
      subjectIri: request.described.nodeIri,
      origin,
    });
    return "waiting";
  });
}

/**
 * The administrator accepts, or refuses with a reason, a node that asked; one that was refused may be accepted later.
 * Refuses `not-found`, `required`, `already-decided` (also where the other node refused this one).
 */
export function answerPeer(
  ctx: NodeContext,
  answer: { peerId: string; accept: boolean; reason: string; accountId: string | null },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const peer = (await peerById(tx.sql, answer.peerId, "update")) ?? refuse("not-found");
    // Only a request of the other node can be answered; where this one was refused there is nothing to accept.
    const again = peer.state === "refused" && answer.accept;
    if ((peer.state !== "knocking" && !again) || peer.theirConnectIri === null)
      refuse("already-decided", { by: "", accepted: peer.state === "accepted", when: tx.now.toISOString() });
    if (!answer.accept && answer.reason.trim() === "") refuse("required", { field: "reason" });
    await decide(tx, peer, answer, answer.accountId);
  });
}

/**
 * The other node answered what we asked. Only its own answer to our own request has effect (A38, A39); that it refuses
 * what it accepted ends the connection (P-09).
 */
export function takePeerAnswer(
  ctx: NodeContext | WriteContext,
  answer: { origin: string; connectIri: string; accept: boolean; reason: string },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  return inTransaction(ctx, async (tx) => {
    const peer = await peerByOrigin(tx.sql, answer.origin, "update");
    if (!peer || peer.connectIri !== answer.connectIri) return "ignored";
    const connected = peer.state === "accepted" || peer.state === "paused";
    if (connected && answer.accept) return "taken";
    // Who refused may think again, as long as what was asked was not taken back.
    const later = answer.accept && (peer.state === "refused" || peer.state === "knocking");
    if (peer.state !== "asked" && !later && !connected) return "ignored";
    const state = answer.accept ? "accepted" : "refused";
    if (connected) await endPeer(tx, peer, { state: "refused", reason: answer.reason });
    else
      await tx.sql`update peers set state = ${state}, reason = ${answer.reason || null}, decided = ${tx.now} where id = ${peer.id}`;
    if (answer.accept) await welcomePeer(tx, peer);
    await recordChange(tx, {
      kind: answer.accept ? "peer.accepted" : "peer.refused",
      actorId: null,
      subjectId: peer.id,
      subjectIri: peer.nodeIri,
      origin,
    });
    return "taken";
  });
}

async function decide(
  tx: WriteContext,
  peer: Peer,
  answer: { accept: boolean; reason: string },
  accountId: string | null,
): Promise<Peer | null> {
  const state = answer.accept ? "accepted" : "refused";
  // Whoever refuses asks for nothing any more: an old request of this node cannot be accepted behind its back.
  await tx.sql`update peers set state = ${state}, reason = ${answer.reason || null}, decided = ${tx.now},
    connect_iri = case when ${answer.accept} then connect_iri end where id = ${peer.id} and state <> 'paused'`;
  if (answer.accept) await welcomePeer(tx, peer);
  await recordChange(tx, {
    kind: answer.accept ? "peer.accepted" : "peer.refused",
    actorId: null,
    subjectId: peer.id,
    subjectIri: peer.nodeIri,
    origin: HERE,
    facts: { accountId },
  });
  if (peer.nodeIri === null || peer.theirConnectIri === null) return peerById(tx.sql, peer.id);
  const iri = await insertActivity(tx, {
    type: answer.accept ? "Accept" : "Reject",
    actorIri: tx.iris.node,
    objectIri: peer.theirConnectIri,
    communityId: null,
    readers: "addressees",
    addressees: [peer.nodeIri],
    facts: { what: "connect", reason: answer.reason, nodeIri: peer.nodeIri },
  });
  const [node] = await tx.sql<
    { inbox: string | null }[]
  >`select inbox from actors where iri = ${peer.nodeIri}`;
  if (node?.inbox) await layLetter(tx, { activityIri: iri, inbox: node.inbox, communityId: null });
  return peerById(tx.sql, peer.id);
}

async function writeDescription(tx: WriteContext, described: NodeDescription): Promise<Peer> {
  const councils = tx.sql.json(described.councils as never);
  const [row] = await tx.sql<{ id: string }[]>`
    insert into peers (origin, node_iri, name, software, councils, key_fingerprint, history_days, history_items, created)
    values (${described.origin}, ${described.nodeIri}, ${described.name}, ${described.software}, ${councils}, ${described.fingerprint},
      ${tx.config.historyDays}, ${tx.config.historyItems}, ${tx.now})
    on conflict (origin) do update set node_iri = excluded.node_iri, name = excluded.name, software = excluded.software,
      councils = excluded.councils, key_fingerprint = excluded.key_fingerprint,
      history_days = case when peers.state = 'known' then excluded.history_days else peers.history_days end,
      history_items = case when peers.state = 'known' then excluded.history_items else peers.history_items end
    returning id`;
  const peer = row ? await peerById(tx.sql, row.id) : null;
  if (!peer) throw new Error("A peer was not written.");
  await tx.sql`update actors set peer_id = ${peer.id} where iri = ${described.nodeIri} and peer_id is null and iri <> ${tx.iris.node}`;
  return peer;
}
