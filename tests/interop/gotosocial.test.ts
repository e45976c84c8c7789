import { afterAll, beforeAll, expect, test } from "vitest";
import { deletePost } from "../../node/posts/delete.ts";
import { answerTo, ask } from "../support/attack-scene.ts";
import { act, create, inShort, noteBy } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";

let scene: ForeignScene;
let ivy: PeerActor;
beforeAll(async () => {
  scene = await openForeignScene("gotosocial", "gts");
  ivy = scene.there.user("ivy", { name: "Ivy" });
});
afterAll(() => scene[Symbol.asyncDispose]());

test("GoToSocial's keys stand apart from its people, whom it shows to signed requests alone; both are asked as it wants", async () => {
  const { there, group } = scene;
  // Every GET of ActivityPub is signed by its instance, whose key we must never be asked to sign for in turn.
  const actor = await there.fetched(group.iri);
  expect(actor).toMatchObject({ type: "Group", publicKey: { owner: group.iri } });
  const follow = act(scene, ivy, "Follow", { object: group.iri, to: group.iri });
  await scene.send(follow);
  expect(await scene.came()).toMatchObject([{ type: "Accept", actor: group.iri, object: follow }]);
  const asked = there.peer.asked.filter(({ path }) => path.startsWith("/users/ivy"));
  expect(asked.map(({ path }) => path)).toEqual(["/users/ivy/main-key", "/users/ivy"]);
  for (const { headers } of asked)
    expect(headers.signature).toContain(`keyId="${scene.node.origin}/ap/actor#`);
});

test("A question is a boost there; she replies without naming the community, and her addressees may be one text", async () => {
  const { node, there, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Do you salt footways?");
  const boosts = await scene.came();
  expect(inShort(boosts)).toEqual([`Announce by ${group.iri}: ${question.iri}`]);
  // It shows the summary, else the name, as a warning, and the text behind it.
  expect(await there.fetched(question.iri)).toMatchObject({ summary: expect.stringMatching(/\S/) });
  expect(await there.fetched(String(boosts[0]?.id))).toMatchObject({ object: question.iri });

  const reply = noteBy(scene, ivy, { text: "Only near schools.", inReplyTo: question.iri, mention: false });
  expect(reply.to).toBeTypeOf("string");
  await scene.send(create(scene, ivy, reply));
  const page = await scene.page(question.id);
  for (const words of ["Only near schools.", "Ivy", new URL(there.peer.origin).host])
    expect(page).toContain(words);
  const answer = await answerTo(node.ctx, martin, await scene.post(reply.id), "Which ones?");
  expect(inShort(await scene.came())).toEqual([`Create of Note by ${answer.authorIri}: ${answer.iri}`]);

  const changed = { ...reply, content: "<p>Only near primary schools.</p>", contentMap: {} };
  const updated = scene.net.clock.now().toISOString();
  await scene.send(
    act(scene, ivy, "Update", { to: reply.to, cc: reply.cc, object: { ...changed, updated } }),
  );
  expect(await scene.page(question.id)).toContain("Only near primary schools.");
  await deletePost(node.ctx, { actorId: martin, postId: answer.id });
  expect(inShort(await scene.came())).toEqual([`Delete by ${answer.authorIri}: ${answer.iri}`]);

  // The whole object of the Delete is the bare id.
  await scene.send(act(scene, ivy, "Delete", { to: reply.to, cc: reply.cc, object: reply.id }));
  expect(await scene.post(reply.id)).toMatchObject({ state: "deleted" });
  expect(await scene.page(question.id)).not.toContain("primary schools");
});

test("What she asks by naming the community is shown, liked, reported and boosted as GoToSocial writes it", async () => {
  const { node, there, group, martin } = scene;
  const note = noteBy(scene, ivy, { text: "Who has a template for a school street order?" });
  await scene.send(create(scene, ivy, note));
  const asked = await scene.post(note.id);
  expect(await scene.page(asked.id)).toContain("Who has a template for a school street order?");
  const answer = await answerTo(node.ctx, martin, asked, "We have, ask me.");
  await scene.came();
  const like = act(scene, ivy, "Like", { object: answer.iri, to: answer.authorIri });
  await scene.send(like);
  expect(await node.ctx.sql`select 1 from useful_marks where post_id = ${answer.id}`).toHaveLength(1);
  // Taken back by its bare id, as snac does it.
  await scene.send(act(scene, ivy, "Undo", { object: like.id, to: answer.authorIri }));
  expect(await node.ctx.sql`select 1 from useful_marks where post_id = ${answer.id}`).toHaveLength(0);
  await scene.send(
    act(scene, ivy, "Announce", { object: answer.iri, to: "https://www.w3.org/ns/activitystreams#Public" }),
  );
  const flag = act(scene, there.peer.node, "Flag", {
    object: [answer.authorIri, answer.iri],
    content: "Spam",
    to: answer.authorIri,
  });
  await scene.send(flag);
  expect(await node.ctx.sql`select post_iri, words from reports`).toEqual([
    { post_iri: answer.iri, words: "Spam" },
  ]);
  expect(group.id).toBe(answer.communityId);
});

test("She leaves by taking back the Follow whole, and nothing more comes", async () => {
  const { node, there, group, martin } = scene;
  await there.take();
  const follow = {
    id: `${ivy.iri}/follow/01`,
    type: "Follow",
    actor: ivy.iri,
    object: group.iri,
    to: group.iri,
  };
  await scene.send(act(scene, ivy, "Undo", { object: follow, to: group.iri }));
  await ask(node.ctx, martin, group.id, "Who repairs the wall?");
  expect(await scene.came()).toEqual([]);
  expect(
    await node.ctx
      .sql`select state from memberships m join actors a on a.id = m.actor_id where a.iri = ${ivy.iri}`,
  ).toEqual([{ state: "ended" }]);
});
