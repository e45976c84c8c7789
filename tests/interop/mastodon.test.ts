import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { answerTo, ask } from "../support/attack-scene.ts";
import { act, create, inShort, ldSigned, noteBy, objectOf } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";

let scene: ForeignScene;
let rosa: PeerActor;
beforeAll(async () => {
  scene = await openForeignScene("mastodon", "social");
  rosa = scene.there.user("rosa", { name: "Rosa Marín" });
});
afterAll(() => scene[Symbol.asyncDispose]());

test("Somebody on Mastodon finds the community by its name, with its counts", async () => {
  const { node, there, group } = scene;
  const host = new URL(node.origin).host;
  const found = await node.get(`/.well-known/webfinger?resource=acct:${group.handle}@${host}`);
  const { subject, links } = (await found.json()) as { subject: string; links: JsonObject[] };
  const self = links.find(({ rel }) => rel === "self");
  expect([subject, self?.href, self?.type]).toEqual([
    `acct:${group.handle}@${host}`,
    group.iri,
    "application/activity+json",
  ]);
  // Mastodon refuses an actor whose name does not lead back to it.
  const actor = await there.fetched(group.iri);
  expect(actor).toMatchObject({
    type: "Group",
    id: group.iri,
    preferredUsername: group.handle,
    name: "Road safety",
  });
  expect(actor["@context"]).toContain("https://www.w3.org/ns/activitystreams");
  for (const name of ["followers", "following", "outbox", "featured"])
    expect(await there.fetched(String(actor[name])), name).toMatchObject({ totalItems: expect.any(Number) });
});

test("Following is answered, a new question is shown as the community's boost, and replies and the answer are not", async () => {
  const { node, there, group, martin } = scene;
  const follow = act(scene, rosa, "Follow", { object: group.iri });
  await scene.send(follow);
  const [accept, ...more] = await scene.came();
  expect(more).toEqual([]);
  expect(accept).toMatchObject({ type: "Accept", actor: group.iri, to: [rosa.iri], object: follow });
  expect(await there.fetched(String(accept?.id)), "its addressee may read it").toEqual(accept);
  expect(await node.get(new URL(String(accept?.id)).pathname)).toMatchObject({ status: 404 });
  const question = await ask(node.ctx, martin, group.id, "Who pays for the crossing patrol?");
  await answerTo(node.ctx, martin, question, "The county does.");
  const [boost, ...others] = await scene.came();
  expect(others).toEqual([]);
  expect(boost).toMatchObject({ type: "Announce", actor: group.iri, object: question.iri });
  expect(await there.fetched(String(boost?.id))).toMatchObject({ object: question.iri });
  // What a converted post is shown as: title, summary and a link.
  const article = await there.fetched(question.iri);
  expect(article).toMatchObject({ type: "Article", name: "Who pays for the crossing patrol?" });
  expect(article.url).toMatch(/\/t\//);
  expect(article.summary).toMatch(/\S/);
  const author = await there.fetched(String(article.attributedTo));
  const handle = `${author.preferredUsername}@${new URL(node.origin).host}`;
  const named = await node.get(`/.well-known/webfinger?resource=acct:${handle}`);
  expect(await named.json()).toMatchObject({ subject: `acct:${handle}` });
});

test("A question asked from Mastodon stands on the page with its author's name and server; answers reach her", async () => {
  const { node, there, group, martin } = scene;
  const note = noteBy(scene, rosa, { text: "Does anyone grit cycle lanes before six?" });
  await scene.send(ldSigned(create(scene, rosa, note), rosa));
  const asked = await scene.post(note.id);
  expect(asked).toMatchObject({
    kind: "topic",
    title: "Does anyone grit cycle lanes before six?",
    state: "accepted",
  });
  const page = await scene.page(asked.id);
  for (const words of [
    "Does anyone grit cycle lanes before six?",
    "Rosa Marín",
    new URL(there.peer.origin).host,
  ])
    expect(page).toContain(words);
  expect((await scene.came()).map(({ type, object }) => [type, object])).toEqual([["Announce", note.id]]);

  const answer = await answerTo(node.ctx, martin, asked, "Yes, from Coppull depot.");
  const [reply, ...more] = await scene.came();
  expect(more, "the community shows no replies to Mastodon: this is the author's own").toEqual([]);
  const martinIri = answer.authorIri;
  expect(reply).toMatchObject({
    type: "Create",
    actor: martinIri,
    object: { type: "Note", id: answer.iri, inReplyTo: note.id, cc: [rosa.iri] },
  });
  expect(await there.fetched(String(reply?.id))).toEqual(reply);
  expect(objectOf(reply).tag).toContainEqual(expect.objectContaining({ href: rosa.iri }));

  await scene.edit(answer, "Yes, from Coppull depot, at five.");
  const [update, ...afterEdit] = await scene.came();
  expect(afterEdit).toEqual([]);
  expect(update).toMatchObject({ type: "Update", actor: martinIri, object: { id: answer.iri } });
  const { published, updated } = objectOf(update);
  expect(published).toBe(objectOf(reply).published);
  expect(Date.parse(String(updated))).toBeGreaterThan(Date.parse(String(published)));

  const like = act(scene, rosa, "Like", { object: answer.iri });
  await scene.send(like);
  expect(await scene.page(asked.id)).toMatch(/1 person|Useful[^<]*1|1[^<]*useful/i);
  await scene.send(act(scene, rosa, "Undo", { object: like }));
  expect(await node.ctx.sql`select 1 from useful_marks`).toHaveLength(0);

  await deletePost(node.ctx, { actorId: martin, postId: answer.id });
  expect(await scene.came()).toMatchObject([{ type: "Delete", actor: martinIri, object: answer.iri }]);
  expect(await there.fetch(answer.iri)).toMatchObject({ status: 410 });
  expect(group.iri).toBe(objectOf(reply).audience);
});

test("She edits without naming the community again, replies without naming it, and deletes", async () => {
  const { node, group, martin } = scene;
  const note = noteBy(scene, rosa, { text: "Where do you buy grit?" });
  await scene.send(create(scene, rosa, note));
  const asked = await scene.post(note.id);
  const changed = noteBy(scene, rosa, {
    text: "Where do you buy grit in bulk?",
    id: note.id,
    mention: false,
    updated: scene.net.clock.now(),
  });
  await scene.send(act(scene, rosa, "Update", { to: changed.to, cc: changed.cc, object: changed }));
  expect(await scene.page(asked.id)).toContain("Where do you buy grit in bulk?");

  const answer = await answerTo(node.ctx, martin, asked, "From the county.");
  const reply = noteBy(scene, rosa, {
    text: "Thank you, that helps.",
    inReplyTo: answer.iri,
    mention: false,
  });
  await scene.send(create(scene, rosa, reply));
  expect(await scene.post(reply.id)).toMatchObject({
    parentId: answer.id,
    communityId: group.id,
    state: "accepted",
  });
  expect(await scene.page(asked.id)).toContain("Thank you, that helps.");
  const gone = { id: reply.id, type: "Tombstone", atomUri: reply.id };
  await scene.send(ldSigned(act(scene, rosa, "Delete", { to: reply.to, object: gone }), rosa));
  expect(await scene.post(reply.id)).toMatchObject({ state: "deleted", html: "" });
  expect(await scene.page(asked.id)).not.toContain("Thank you, that helps.");
  await scene.there.take();
});

test("A boost is taken back on removal and boosted again; what an author changes and deletes comes from the author", async () => {
  const { node, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Who inspects the bridges?");
  const [boost] = await scene.came();
  await removePost(node.ctx, { actorId: martin, postId: question.id, reason: "Names a pupil." });
  const removed = await scene.came();
  expect(removed).toMatchObject([
    { type: "Undo", actor: group.iri, object: { type: "Announce", id: boost?.id } },
  ]);
  expect(JSON.stringify(removed)).not.toContain("pupil");
  await restorePost(node.ctx, { actorId: martin, postId: question.id, reason: "It names nobody." });
  const [second, ...others] = await scene.came();
  expect(others).toEqual([]);
  expect(second).toMatchObject({ type: "Announce", object: question.iri });

  await scene.edit(question, "Every two years, or after a flood?");
  expect(await scene.came()).toMatchObject([
    { type: "Update", actor: question.authorIri, object: { id: question.iri, type: "Article" } },
  ]);
  await deletePost(node.ctx, { actorId: martin, postId: question.id });
  expect(inShort(await scene.came())).toEqual([
    `Undo of Announce by ${group.iri}: ${second?.id}`,
    `Delete by ${question.authorIri}: ${question.iri}`,
  ]);
});

test("A report from Mastodon names a person and a post, in its server's name, and is told to the facilitators", async () => {
  const { node, there, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Whose bollard is this?");
  const flag = act(scene, there.peer.node, "Flag", {
    content: "Rude to a colleague",
    object: [question.authorIri, question.iri],
    to: question.authorIri,
  });
  await scene.send(flag);
  const reports = await node.ctx.sql`select post_iri, words, state from reports`;
  expect(reports).toEqual([{ post_iri: question.iri, words: "Rude to a colleague", state: "open" }]);
  await there.take();
});

test("Who leaves gets nothing new, and still hears that what she got was deleted", async () => {
  const { node, there, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Which paint lasts?");
  await scene.came();
  const follow = { id: `${there.peer.origin}/f/1`, type: "Follow", actor: rosa.iri, object: group.iri };
  await scene.send(act(scene, rosa, "Undo", { object: follow }));
  await ask(node.ctx, martin, group.id, "Which lamp lasts?");
  expect(await scene.came()).toEqual([]);
  await deletePost(node.ctx, { actorId: martin, postId: question.id });
  expect(await scene.came()).toMatchObject([
    { type: "Delete", actor: question.authorIri, object: question.iri },
  ]);
});
