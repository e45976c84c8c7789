import type { JsonObject } from "../../federation/jcs.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { type PostRow, postByIri } from "../../node/posts/find.ts";
import { joinAs } from "./accounts.ts";
import { draftCommunity } from "./attack-scene.ts";
import { type Foreign, foreignOn } from "./foreign.ts";
import { type Program, SHAPES } from "./foreign-shapes.ts";
import { openPeer } from "./peerkit.ts";
import { type Network, type NetworkNode, startNodes } from "./start-nodes.ts";

export interface ForeignScene {
  readonly net: Network;
  readonly node: NetworkNode;
  readonly there: Foreign;
  /** Of the council: founder of the community. */
  readonly martin: string;
  readonly group: { readonly id: string; readonly iri: string; readonly handle: string };
  /** Lets everything arrive, and gives what came to the other server since the last time. */
  came(): Promise<readonly JsonObject[]>;
  /** Sends an activity from there, which must be taken, and lets everything arrive. */
  send(activity: JsonObject): Promise<void>;
  post(iri: string): Promise<PostRow>;
  /** Martin changes a post of his. */
  edit(post: PostRow, text: string): Promise<void>;
  /** The page of a discussion, as a visitor without an account sees it. */
  page(topicId: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Somerset, open to everyone, with Martin's community "Road safety", and a server that runs another program; `others`:
 * further councils' nodes, which nothing is connected to yet.
 */
export async function openForeignScene(
  program: Program,
  name: string,
  others: readonly string[] = [],
): Promise<ForeignScene> {
  const peer = await openPeer(name, program === "lemmy" ? "lemmy" : "mastodon", SHAPES[program].nodePath);
  const net = await startNodes(["somerset", ...others], {
    config: { federationMode: "open" },
    reach: [peer.origin],
  });
  const node = net.node("somerset");
  const { actorId: martin } = await joinAs(node.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const group = await createCommunity(node.ctx, { actorId: martin }, draftCommunity("Road safety"));
  const there = foreignOn(program, peer, node);
  return {
    net,
    node,
    there,
    martin,
    group,
    async came() {
      await net.settle();
      return there.take();
    },
    async send(activity) {
      const { status, text } = await there.send(activity);
      if (status !== 202) throw new Error(`${activity.type} got ${status}: ${text}`);
      await net.settle();
    },
    async post(iri) {
      const found = await postByIri(node.ctx.sql, iri);
      if (!found) throw new Error(`${iri} is not here.`);
      return found;
    },
    edit: (post, text) => editAs(node, martin, post, text),
    async page(topicId) {
      const answer = await node.get(new URL(node.ctx.iris.page.topic(group.handle, topicId)).pathname);
      return answer.text();
    },
    async [Symbol.asyncDispose]() {
      await net[Symbol.asyncDispose]();
      await peer.close();
    },
  };
}

async function editAs({ ctx }: NetworkNode, actorId: string, post: PostRow, text: string): Promise<void> {
  const { kind, communityId, title, parentId } = post;
  const words = { kind, communityId, title, text, parentId, themes: [], lang: "en", submission: null };
  await editPost(ctx, { actorId, postId: post.id, content: await composePost(ctx, words), seen: null });
}
