import { afterEach, expect, test } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { joinAs } from "../support/accounts.ts";
import { answerTo, ask, draftCommunity } from "../support/attack-scene.ts";
import type { Software } from "../support/peer-actor.ts";
import { openPeer, type Peer } from "../support/peerkit.ts";
import { type Network, type NetworkNode, startNodes } from "../support/start-nodes.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

/** Somerset, open to everyone, with a community; and a server of another make with Rosa on it. */
async function openScene(software: Software) {
  const peer = await openPeer("social", software);
  const net: Network = await startNodes(["somerset"], {
    config: { federationMode: "open" },
    reach: [peer.origin],
  });
  open.push({ [Symbol.asyncDispose]: () => peer.close() }, net);
  const node = net.node("somerset");
  const { actorId: martin } = await joinAs(node.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const group = await createCommunity(node.ctx, { actorId: martin }, draftCommunity("Road safety"));
  const rosa = peer.person("rosa", { assertionMethod: null });
  const follow = peer.draft(rosa, "Follow", { object: group.iri, to: [group.iri] });
  return { peer, net, node, martin, group, rosa, follow };
}

/** Serves NodeInfo as a program writes it. */
function runs(peer: Peer, software: string): void {
  const type = "application/json";
  const rel = "http://nodeinfo.diaspora.software/ns/schema/2.0";
  peer.serve("/.well-known/nodeinfo", {
    type,
    body: { links: [{ rel, href: `${peer.origin}/nodeinfo/2.0` }] },
  });
  peer.serve("/nodeinfo/2.0", {
    type: `${type}; profile="${rel}#"`,
    body: { version: "2.0", software: { name: software, version: "4.5.0" }, protocols: ["activitypub"] },
  });
}

const wrapped = ({ object }: JsonObject) => typeof object === "object" && object !== null;

/** What came to the peer from the community since the last time. */
function takeFrom(peer: Peer, groupIri: string): JsonObject[] {
  return peer.inbox
    .splice(0)
    .map(({ activity }) => activity)
    .filter(({ actor }) => actor === groupIri);
}

/** A document as the peer fetches it. */
async function fetched(peer: Peer, node: NetworkNode, iri: string): Promise<JsonObject> {
  const answer = await peer.ask(node, new URL(iri).pathname + new URL(iri).search);
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text) as JsonObject;
}

test("E-14: somebody on Mastodon finds a community, follows it, reads its questions as boosts, and leaves", async () => {
  const { peer, net, node, martin, group, rosa, follow } = await openScene("mastodon");
  runs(peer, "mastodon");
  // Mastodon looks the name up and compares what the document says of itself.
  const host = new URL(node.origin).host;
  const found = await node.get(`/.well-known/webfinger?resource=acct:${group.handle}@${host}`);
  const { links, subject } = (await found.json()) as JsonObject & {
    links: { rel: string; href: string; type: string }[];
  };
  expect(subject).toBe(`acct:${group.handle}@${host}`);
  expect(links.find(({ rel }) => rel === "self")).toMatchObject({
    href: group.iri,
    type: "application/activity+json",
  });
  const actor = await fetched(peer, node, group.iri);
  expect(actor).toMatchObject({ type: "Group", preferredUsername: group.handle });

  expect((await peer.post(node, follow)).status).toBe(202);
  await net.settle();
  const [accept, ...more] = takeFrom(peer, group.iri);
  expect(more).toEqual([]);
  expect(accept).toMatchObject({
    type: "Accept",
    object: { id: follow.id, type: "Follow", actor: rosa.iri },
  });

  const question = await ask(node.ctx, martin, group.id, "Who pays for the crossing patrol?");
  await answerTo(node.ctx, martin, question, "The county does.");
  await net.settle();
  const [boost, ...others] = takeFrom(peer, group.iri);
  expect(others, "nothing but the boost of the question").toEqual([]);
  expect(boost).toMatchObject({ type: "Announce", object: question.iri });
  expect(boost).toMatchObject({ to: ["https://www.w3.org/ns/activitystreams#Public"] });
  const article = await fetched(peer, node, question.iri);
  expect(article).toMatchObject({ name: "Who pays for the crossing patrol?", audience: group.iri });
  expect((await fetched(peer, node, String(boost?.id))).object).toBe(question.iri);

  expect((await peer.post(node, peer.draft(rosa, "Undo", { object: follow }))).status).toBe(202);
  await net.settle();
  await ask(node.ctx, martin, group.id, "Where do we buy grit?");
  await net.settle();
  expect(takeFrom(peer, group.iri)).toEqual([]);
});

test("What was boosted is taken back when it is removed or deleted, and boosted again when it is restored", async () => {
  const { peer, net, node, martin, group, follow } = await openScene("mastodon");
  runs(peer, "mastodon");
  await peer.post(node, follow);
  await net.settle();
  const question = await ask(node.ctx, martin, group.id, "Who pays for the crossing patrol?");
  await net.settle();
  const [, first] = takeFrom(peer, group.iri);
  await removePost(node.ctx, { actorId: martin, postId: question.id, reason: "Names a pupil." });
  await net.settle();
  const [undo, ...more] = takeFrom(peer, group.iri);
  expect(more).toEqual([]);
  expect(undo).toMatchObject({
    type: "Undo",
    object: { type: "Announce", id: first?.id, object: question.iri },
  });
  expect(JSON.stringify(undo)).not.toContain("pupil");
  expect(await fetched(peer, node, String(undo?.id))).toMatchObject({ type: "Undo" });

  await restorePost(node.ctx, { actorId: martin, postId: question.id, reason: "It names nobody." });
  await net.settle();
  const [second] = takeFrom(peer, group.iri);
  expect(second).toMatchObject({ type: "Announce", object: question.iri });
  expect(second?.id).not.toBe(first?.id);

  await deletePost(node.ctx, { actorId: martin, postId: question.id });
  await net.settle();
  const undone = takeFrom(peer, group.iri);
  expect(undone).toMatchObject([{ type: "Undo", object: { id: second?.id } }]);
});

test("E-14: Lemmy gets what was announced, and no boost; a program that nobody knows gets both", async () => {
  for (const [software, ids] of [
    ["lemmy", 0],
    ["bespoke", 1],
  ] as const) {
    const { peer, net, node, martin, group, follow } = await openScene("lemmy");
    runs(peer, software);
    await peer.post(node, follow);
    const question = await ask(node.ctx, martin, group.id, "Who pays for the crossing patrol?");
    await answerTo(node.ctx, martin, question, "The county does.");
    await net.settle();
    const came = takeFrom(peer, group.iri).filter(({ type }) => type === "Announce");
    expect(came.filter(wrapped), software).toHaveLength(2);
    expect(came.filter((one) => !wrapped(one)).map(({ object }) => object)).toEqual(
      Array.from({ length: ids }, () => question.iri),
    );
    await removePost(node.ctx, { actorId: martin, postId: question.id, reason: "Names a pupil." });
    await net.settle();
    const types = takeFrom(peer, group.iri).map(({ type }) => type);
    expect(types, software).toEqual(ids === 0 ? ["Announce"] : ["Announce", "Undo"]);
    expect(peer.requests.filter((line) => line.endsWith("/nodeinfo/2.0"))).toHaveLength(1);
  }
});

test("E-14: a program whose NodeInfo cannot be read is asked once, and gets both forms", async () => {
  const { peer, net, node, martin, group, follow } = await openScene("mastodon");
  await peer.post(node, follow);
  for (const title of ["Who pays?", "Who grits?"]) await ask(node.ctx, martin, group.id, title);
  await net.settle();
  const came = takeFrom(peer, group.iri).filter(({ type }) => type === "Announce");
  expect([came.filter(wrapped).length, came.filter((one) => !wrapped(one)).length]).toEqual([2, 2]);
  expect(peer.requests.filter((line) => line.includes("nodeinfo"))).toHaveLength(1);
});
