import { PROFILE_CONTEXT } from "../../federation/contexts.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { askPeer } from "../../node/peers/connect.ts";
import { provedBy } from "./peer-actor.ts";
import type { PeerGroup } from "./peer-group.ts";
import type { Peer } from "./peerkit.ts";
import type { Network, NetworkNode } from "./start-nodes.ts";

/**
 * Connects a node with a scripted peer by the real messages (docs/federation/connecting.md): the administrator of the
 * node asks, the peer accepts, the node reads its directory and follows the communities listed there.
 */
export async function connectPeer(
  net: Network,
  node: NetworkNode,
  peer: Peer,
  groups: readonly PeerGroup[] = [],
): Promise<void> {
  listDirectory(peer, groups, net.clock.now());
  await askPeer(node.ctx, { accountId: null, address: peer.origin, message: "" });
  await net.settle();
  const asked = peer.inbox.find(({ activity }) => activity.type === "Follow");
  if (!asked) throw new Error(`${peer.name} was not asked.`);
  await answerAsked(net, node, peer, asked.activity);
  await net.settle();
  await acceptFollows(net, node, peer, groups);
}

async function answerAsked(net: Network, node: NetworkNode, peer: Peer, asked: JsonObject): Promise<void> {
  const accept = peer.write(
    peer.node,
    "Accept",
    { to: [`${node.origin}/ap/actor`], object: asked },
    net.clock.now(),
  );
  const answered = await peer.post(node, accept, { to: "/ap/actor/inbox" });
  if (answered.status !== 202) throw new Error(`The Accept got ${answered.status}: ${answered.text}`);
}

/** The peer's communities accept every Follow and Join that waits in its inboxes. */
export async function acceptFollows(
  net: Network,
  node: NetworkNode,
  peer: Peer,
  groups: readonly PeerGroup[],
): Promise<void> {
  for (const group of groups) {
    const asked = peer.inbox.filter(
      ({ activity }) => /^(Follow|Join)$/.test(activity.type) && activity.object === group.actor.iri,
    );
    for (const { activity } of asked) {
      const accept = peer.write(
        group.actor,
        "Accept",
        { to: [String(activity.actor)], object: activity },
        net.clock.now(),
      );
      await peer.post(node, accept);
    }
  }
  await net.settle();
}

/** The directory of a peer, with its proof. */
export function listDirectory(peer: Peer, groups: readonly PeerGroup[], now: Date): void {
  const iri = `${peer.node.iri}/communities`;
  peer.serve(iri, () => ({
    body: provedBy(
      peer.node,
      {
        "@context": PROFILE_CONTEXT,
        type: "OrderedCollectionPage",
        id: `${iri}?page=1`,
        partOf: iri,
        attributedTo: peer.node.iri,
        totalItems: groups.length,
        updated: now.toISOString(),
        orderedItems: groups.map((group) => group.listing),
      },
      now,
    ),
  }));
}
