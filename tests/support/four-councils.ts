import { createCommunity } from "../../node/communities/create.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { letIn } from "./closed-councils.ts";
import type { TestClock } from "./context.ts";
import { type Network, type NetworkNode, startNodes } from "./start-nodes.ts";
import { COMMUNITY, communityIdOf, type Officer, officerOn } from "./three-councils.ts";

/** Sunderland (A), Somerset (B, the community's home), Wiltshire (C) and Kirklees (D), all connected. */
export interface FourCouncils extends AsyncDisposable {
  readonly net: Network;
  readonly sunderland: NetworkNode;
  readonly somerset: NetworkNode;
  readonly wiltshire: NetworkNode;
  readonly kirklees: NetworkNode;
  /** Lead of the community. */
  readonly martin: Officer;
  /** Members at Wiltshire and Kirklees. */
  readonly rhian: Officer;
  readonly kim: Officer;
  readonly groupIri: string;
  communityOn(node: NetworkNode): Promise<string>;
  join(officer: Officer): Promise<void>;
  /** Its path at a council. */
  pathAt(node: NetworkNode): string;
}

const NAMES = ["sunderland", "somerset", "wiltshire", "kirklees"] as const;

/** Starts a community for members only with members at two other councils; nobody of Sunderland is one. */
export async function startFourCouncils(options: {
  readonly clock?: TestClock;
  readonly config?: Record<string, unknown>;
}): Promise<FourCouncils> {
  const net = await startNodes(NAMES, options);
  const [sunderland, somerset, wiltshire, kirklees] = NAMES.map((name) => net.node(name));
  if (!sunderland || !somerset || !wiltshire || !kirklees) throw new Error("Four councils were asked for.");
  const martin = await officerOn(somerset, "Martin Hale");
  const made = await createCommunity(
    somerset.ctx,
    { actorId: martin.actorId },
    { ...COMMUNITY, level: "closed" },
  );
  const [group] = await somerset.ctx.sql<
    { iri: string; handle: string }[]
  >`select g.iri, g.handle from actors g join communities c on c.actor_id = g.id where c.id = ${made.id}`;
  const { iri: groupIri = "", handle = "" } = group ?? {};
  for (const [at, name] of NAMES.entries())
    for (const other of NAMES.slice(0, at)) await net.connect(name, other);
  for (const { origin } of [sunderland, wiltshire, kirklees]) {
    const peer = await peerByOrigin(somerset.ctx.sql, origin);
    await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  }
  const communityOn = (node: NetworkNode) => communityIdOf(node.ctx, groupIri);
  const councils = {
    ...{ net, sunderland, somerset, wiltshire, kirklees, martin, groupIri, communityOn },
    rhian: await officerOn(wiltshire, "Rhian Price"),
    kim: await officerOn(kirklees, "Kim Ashworth"),
    join: async ({ node, actorId }: Officer) => {
      await joinCommunity(node.ctx, { actorId, communityId: await communityOn(node) });
    },
    pathAt: (node: NetworkNode) =>
      node === somerset ? `/c/${handle}` : `/c/${handle}@${new URL(groupIri).host}`,
    [Symbol.asyncDispose]: () => net[Symbol.asyncDispose](),
  };
  for (const officer of [councils.rhian, councils.kim]) await letIn(councils, officer);
  return councils;
}
