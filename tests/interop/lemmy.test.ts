import { afterAll, beforeAll, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { answerTo, ask } from "../support/attack-scene.ts";
import { type Act, act, inShort, nextNumber, objectOf } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import { LEMMY_AUTHOR, LEMMY_COMMENT, LEMMY_GROUP, LEMMY_PAGE } from "../support/lemmy-reads.ts";
import type { PeerActor } from "../support/peer-actor.ts";

let scene: ForeignScene;
let bert: PeerActor;
let follow: Act;
beforeAll(async () => {
  scene = await openForeignScene("lemmy", "forum");
  bert = scene.there.user("bert", { name: "Bert Noakes", assertionMethod: null });
  // It answers what it cannot read with an error, and that is its last word.
  scene.there.peer.inboxAnswer = ({ activity }) => ({ status: isRead(activity) ? 200 : 400 });
});
afterAll(() => scene[Symbol.asyncDispose]());

const READ = "Create Update Delete Undo Like Add Remove Lock Announce Accept Reject Flag Resolve".split(" ");

/** Lemmy takes from a community what is wrapped, of the types that it knows. */
function isRead({ type, object }: JsonObject): boolean {
  if (type !== "Announce") return READ.includes(String(type));
  return (
    typeof object === "object" && object !== null && "type" in object && READ.includes(String(object.type))
  );
}

/** What is inside the Announces that came, which are all that came. */
async function announced(): Promise<readonly JsonObject[]> {
  const came = await scene.came();
  expect(inShort(came.filter(({ type, actor }) => type !== "Announce" || actor !== scene.group.iri))).toEqual(
    [],
  );
  return came.map(objectOf);
}

/** As Lemmy addresses what is done in a community. */
function inGroup(type: string, members: Record<string, JsonObject | string>): Act {
  const { iri } = scene.group;
  return act(scene, bert, type, { to: [PUBLIC_IRI], cc: [iri], audience: iri, ...members });
}

function written(members: JsonObject): JsonObject & { readonly id: string } {
  const { group, there } = scene;
  const text = "We have used **thermoplastic**.";
  return {
    id: `${there.peer.origin}/post/${nextNumber()}`,
    attributedTo: bert.iri,
    to: [group.iri, PUBLIC_IRI],
    cc: [],
    audience: group.iri,
    content: "<p>We have used <strong>thermoplastic</strong>.</p>\n",
    mediaType: "text/html",
    source: { content: text, mediaType: "text/markdown" },
    language: { identifier: "en", name: "English" },
    published: "2026-11-16T08:58:51.557399Z",
    ...members,
  };
}

const page = (name: string, members: JsonObject = {}) =>
  written({ type: "Page", name, attachment: [], sensitive: false, tag: [], ...members });

/** The page of a thread holds all of these. */
async function shows(topicId: string, words: readonly string[]): Promise<void> {
  const html = await scene.page(topicId);
  for (const one of words) expect(html).toContain(one);
}

test("Lemmy finds the community, reads its actor as strictly as it does, and follows it", async () => {
  const { node, there, group } = scene;
  const host = new URL(node.origin).host;
  const found = await node.get(`/.well-known/webfinger?resource=acct:${group.handle}@${host}`);
  const { links } = (await found.json()) as { links: JsonObject[] };
  // By this it tells a community from a person of the same name.
  expect(links.find(({ rel }) => rel === "self")).toMatchObject({
    href: group.iri,
    properties: { "https://www.w3.org/ns/activitystreams#type": "Group" },
  });
  const actor = LEMMY_GROUP.parse(await there.fetched(group.iri));
  for (const iri of [actor.outbox, actor.featured, actor.attributedTo])
    expect(await there.fetched(iri)).toMatchObject({
      type: "OrderedCollection",
      orderedItems: expect.any(Array),
    });
  follow = act(scene, bert, "Follow", { object: group.iri, to: [group.iri] });
  await scene.send(follow);
  const [accept, ...more] = await scene.came();
  expect(more).toEqual([]);
  expect(accept).toMatchObject({ type: "Accept", actor: group.iri, to: [bert.iri], object: follow });
});

test("Every act of ours comes wrapped, once, in a form it reads, and each of the two ids answers", async () => {
  const { node, there, group, martin } = scene;
  const { ctx } = node;
  const question = await ask(ctx, martin, group.id, "Who pays for the crossing patrol?");
  const answer = await answerTo(ctx, martin, question, "The county does.");
  const [topic, comment, ...more] = await scene.came();
  expect(more).toEqual([]);
  LEMMY_PAGE.parse(objectOf(objectOf(topic)));
  LEMMY_COMMENT.parse(objectOf(objectOf(comment)));
  for (const one of [topic, objectOf(topic), comment, objectOf(comment)])
    expect(await there.fetched(String(one?.id))).toEqual(one);
  LEMMY_AUTHOR.parse(await there.fetched(question.authorIri));
  LEMMY_PAGE.parse(await there.fetched(question.iri));
  LEMMY_COMMENT.parse(await there.fetched(answer.iri));

  await scene.edit(answer, "The county does, since April.");
  await pinThread(ctx, { actorId: martin, rootId: question.id, on: true });
  await lockThread(ctx, { actorId: martin, rootId: question.id, on: true, reason: "Answered." });
  await lockThread(ctx, { actorId: martin, rootId: question.id, on: false, reason: "More came." });
  await removePost(ctx, { actorId: martin, postId: answer.id, reason: "Names a pupil." });
  await restorePost(ctx, { actorId: martin, postId: answer.id, reason: "It names nobody." });
  const by = `by ${question.authorIri}:`;
  const acts = await announced();
  expect(inShort(acts)).toEqual([
    `Update of Note ${by} ${answer.iri}`,
    `Add ${by} ${question.iri}`,
    `Lock ${by} ${question.iri}`,
    `Undo of Lock ${by} ${objectOf(acts[3]).id}`,
    `Delete ${by} ${answer.iri}`,
    `Undo of Delete ${by} ${objectOf(acts[5]).id}`,
    `Update of Note ${by} ${answer.iri}`,
  ]);
  // Public stands in `to`, the only place where it looks, and the reason where it looks for one.
  expect(acts[4]).toMatchObject({ to: [PUBLIC_IRI, group.iri], summary: "Names a pupil." });
  for (const one of acts) expect(await there.fetched(String(one.id))).toEqual(one);
});

test("What it cannot read is its answer to this one alone: what follows arrives", async () => {
  const { node, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Is chalk grit?");
  const answer = await answerTo(node.ctx, martin, question, "No.");
  await acceptAnswer(node.ctx, { actorId: martin, postId: answer.id });
  await ask(node.ctx, martin, group.id, "Is sand grit?");
  const types = (await announced()).map(({ type }) => type);
  expect(types).toEqual(["Create", "Create", "ChooseAnswer", "Create"]);
  expect(await node.ctx.sql`select error from deliveries where failed is not null`).toEqual([
    { error: "http-400" },
  ]);
  expect(await node.ctx.sql`select failures from lanes`).toEqual([{ failures: 0 }]);
});

test("A post from Lemmy is shown with its author and server, and comes back exactly as it was sent", async () => {
  const { there, group } = scene;
  const made = page("Which paint lasts on cycle lanes?");
  const create = inGroup("Create", { object: made });
  await scene.send(create);
  const topic = await scene.post(made.id);
  expect(topic).toMatchObject({ kind: "topic", title: made.name, state: "accepted", communityId: group.id });
  await shows(topic.id, [
    "Which paint lasts",
    "<strong>thermoplastic</strong>",
    "Bert Noakes",
    new URL(there.peer.origin).host,
  ]);
  expect(await announced()).toEqual([create]);

  const changed = {
    ...page("Which paint lasts in winter?", { id: made.id }),
    updated: scene.net.clock.now().toISOString(),
  };
  const update = inGroup("Update", { object: changed });
  await scene.send(update);
  await shows(topic.id, ["Which paint lasts in winter?"]);
  const erase = inGroup("Delete", { object: made.id });
  await scene.send(erase);
  expect(await scene.post(made.id)).toMatchObject({ state: "deleted", title: "" });
  expect(await announced()).toEqual([update, erase]);
});

test("Comments, votes and reports from Lemmy count; votes down never do", async () => {
  const { node, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Do bollards bend?");
  await announced();
  const made = written({ type: "Note", inReplyTo: question.iri, tag: [], distinguished: false });
  const create = inGroup("Create", { object: made });
  await scene.send(create);
  await shows(question.id, ["<strong>thermoplastic</strong>", "Bert Noakes"]);
  const like = act(scene, bert, "Like", { object: question.iri, audience: group.iri });
  await scene.send(like);
  await scene.send(act(scene, bert, "Dislike", { object: question.iri, audience: group.iri }));
  const useful = () => node.ctx.sql`select useful from posts where id = ${question.id}`;
  expect(await useful()).toEqual([{ useful: 1 }]);
  const undo = act(scene, bert, "Undo", { object: like, audience: group.iri });
  await scene.send(undo);
  expect(await useful()).toEqual([{ useful: 0 }]);
  expect(await announced()).toEqual([create, like, undo]);

  const flag = act(scene, bert, "Flag", {
    to: [group.iri],
    audience: group.iri,
    object: question.iri,
    summary: "Off topic",
  });
  await scene.send(flag);
  expect(await node.ctx.sql`select post_iri, words from reports`).toEqual([
    { post_iri: question.iri, words: "Off topic" },
  ]);
  await scene.there.take();
});

test("A moderator there is nobody here; who leaves hears of no new post, and of the deletion of what was had", async () => {
  const { node, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Which lamp lasts?");
  await scene.came();
  await scene.send(inGroup("Delete", { object: question.iri, summary: "Not wanted" }));
  expect(await scene.post(question.iri)).toMatchObject({ state: "accepted" });
  expect(inShort(await scene.came())).toEqual([expect.stringMatching(/^Reject by .*\/ap\/g\//)]);
  await scene.send(act(scene, bert, "Undo", { to: [group.iri], object: follow }));
  await ask(node.ctx, martin, group.id, "Which pole lasts?");
  expect(await scene.came()).toEqual([]);
  await deletePost(node.ctx, { actorId: martin, postId: question.id });
  expect(inShort(await scene.came())).toEqual([`Delete by ${question.authorIri}: ${question.iri}`]);
});
