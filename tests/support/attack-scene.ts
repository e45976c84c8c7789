import type { Json } from "../../federation/jcs.ts";
import { createCommunity } from "../../node/communities/create.ts";
import type { CommunityDraft } from "../../node/communities/types.ts";
import type { NodeContext } from "../../node/context.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { composePost } from "../../node/posts/compose.ts";
import { type PostRow, postByIri } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { joinAs } from "./accounts.ts";
import type { PeerActor } from "./peer-actor.ts";
import { connectPeer } from "./peer-connect.ts";
import { contentBy, openGroup, type PeerGroup } from "./peer-group.ts";
import { type Answered, openPeer, type Peer, type Written } from "./peerkit.ts";
import { type Network, type NetworkNode, startNodes } from "./start-nodes.ts";

/**
 * A council's node among scripted peers: `east`, honest and connected, with the victim Ann; `evil`, connected too, with
 * Mallory; `stranger`, with which nothing was agreed.
 */
export interface Scene {
  readonly net: Network;
  readonly north: NetworkNode;
  readonly east: Peer;
  readonly evil: Peer;
  readonly stranger: Peer;
  /** Of east: a member of `open`, and a neighbour who is none. */
  readonly ann: PeerActor;
  readonly bob: PeerActor;
  /** Of evil: no member of anything. */
  readonly mallory: PeerActor;
  /** Of north: facilitator of both communities, and a member of `open`. */
  readonly martin: string;
  readonly nia: string;
  readonly open: Place;
  readonly restricted: Place;
  /** Communities on the peers that north follows. */
  readonly eastGroup: PeerGroup;
  readonly evilGroup: PeerGroup;
  /** In `open`: a question by Martin, a question by Ann, and Martin's reply to hers. */
  readonly martins: PostRow;
  readonly anns: PostRow;
  readonly reply: PostRow;
  /** In east's community: a topic by Ann that north holds. */
  readonly annsThere: string;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Place {
  readonly id: string;
  readonly iri: string;
  readonly handle: string;
}

export function draftCommunity(name: string, level: CommunityDraft["level"] = "open"): CommunityDraft {
  return {
    name,
    purpose: "For officers who work on it.",
    charter: {},
    level,
    themes: ["streets"],
    language: "en",
  };
}

/** Opens the scene: one node, three peers, two communities here, one at each connected peer. */
export async function openScene(config: Record<string, unknown> = {}): Promise<Scene> {
  const [east, evil, stranger] = [await openPeer("east"), await openPeer("evil"), await openPeer("stranger")];
  const net = await startNodes(["somerset"], {
    config,
    reach: [east.origin, evil.origin, stranger.origin],
  });
  const north = net.node("somerset");
  const [ann, bob, mallory] = [east.person("ann"), east.person("bob"), evil.person("mallory")];
  const [eastGroup, evilGroup] = [openGroup(east, "east_roads"), openGroup(evil, "evil_roads")];
  const annsTopic = contentBy(east, ann, {
    in: eastGroup.actor.iri,
    at: net.clock.now(),
    title: "Bollards at schools",
  });
  const create = { object: annsTopic, audience: eastGroup.actor.iri };
  eastGroup.enter(east.write(ann, "Create", create, net.clock.now()), net.clock.now());
  const { actorId: martin } = await joinAs(north.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const { actorId: nia } = await joinAs(north.ctx, "Nia Bell", "nia.bell@somerset.gov.example");
  const open = await createCommunity(north.ctx, { actorId: martin }, draftCommunity("Road safety"));
  const restricted = await createCommunity(
    north.ctx,
    { actorId: martin },
    draftCommunity("Budget leads", "restricted"),
  );
  await joinCommunity(north.ctx, { actorId: nia, communityId: open.id });
  await connectPeer(net, north, east, [eastGroup]);
  await connectPeer(net, north, evil, [evilGroup]);
  const at = { net, north, east, ann, open };
  await accepted(
    at,
    east.write(ann, "Follow", { object: open.iri, to: [open.iri] }, net.clock.now()),
    "Follow",
  );
  const martins = await ask(north.ctx, martin, open.id, "Who pays for the crossing patrol?");
  const question = contentBy(east, ann, {
    in: open.iri,
    at: net.clock.now(),
    title: "Do you grit cycle lanes?",
  });
  await accepted(
    at,
    east.write(ann, "Create", { object: question, audience: open.iri }, net.clock.now()),
    "Create",
  );
  const anns = await found(north, question.id);
  const reply = await answerTo(north.ctx, martin, anns, "Yes, from Coppull depot.");
  // Bob's and Mallory's keys are known, so that nothing but an attack itself is judged.
  for (const [peer, actor] of [
    [east, bob],
    [evil, mallory],
  ] as const)
    await peer.post(north, peer.draft(actor, "Dislike", { object: martins.iri }));
  await net.settle();
  return {
    ...at,
    evil,
    stranger,
    bob,
    mallory,
    martin,
    nia,
    restricted,
    eastGroup,
    evilGroup,
    martins,
    anns,
    reply,
    annsThere: annsTopic.id,
    async [Symbol.asyncDispose]() {
      await net[Symbol.asyncDispose]();
      for (const peer of [east, evil, stranger]) await peer.close();
    },
  };
}

export type Who = "ann" | "bob" | "mallory";

/** An activity by somebody of the scene, with their proof. */
export function writeAs(
  scene: Scene,
  who: Who,
  type: string,
  members: Record<string, Json | undefined>,
): Written {
  const peer = who === "mallory" ? scene.evil : scene.east;
  return peer.write(scene[who], type, members, scene.net.clock.now());
}

/** The same, delivered. */
export function sendAs(
  scene: Scene,
  who: Who,
  type: string,
  members: Record<string, Json | undefined>,
): Promise<Answered> {
  const peer = who === "mallory" ? scene.evil : scene.east;
  return peer.post(scene.north, writeAs(scene, who, type, members));
}

async function accepted(
  { net, north, east, ann }: { net: Network; north: NetworkNode; east: Peer; ann: PeerActor },
  activity: Parameters<Peer["post"]>[1],
  what: string,
): Promise<void> {
  const answered = await east.post(north, activity, { by: ann });
  if (answered.status !== 202) throw new Error(`${what} got ${answered.status}: ${answered.text}`);
  await net.settle();
}

async function found(node: NetworkNode, iri: string): Promise<PostRow> {
  const post = await postByIri(node.ctx.sql, iri);
  if (!post) throw new Error(`${iri} is not here.`);
  return post;
}

/** A question by somebody of the node. */
export async function ask(
  ctx: NodeContext,
  authorId: string,
  communityId: string,
  title: string,
): Promise<PostRow> {
  const content = await composePost(ctx, {
    kind: "question",
    communityId,
    title,
    text: "We asked finance and heard nothing.",
    parentId: null,
    themes: [],
    lang: "en",
    submission: null,
  });
  return publishPost(ctx, { authorId, content });
}

/** A reply by somebody of the node. */
export async function answerTo(
  ctx: NodeContext,
  authorId: string,
  parent: PostRow,
  text: string,
): Promise<PostRow> {
  const content = await composePost(ctx, {
    kind: "reply",
    communityId: parent.communityId,
    title: "",
    text,
    parentId: parent.id,
    themes: [],
    lang: "en",
    submission: null,
  });
  return publishPost(ctx, { authorId, content });
}
