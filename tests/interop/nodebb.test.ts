import { afterAll, beforeAll, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { answerTo, ask } from "../support/attack-scene.ts";
import { type Act, act, inShort, nextNumber, objectOf } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";
import { NEVER } from "../support/peerkit.ts";

let scene: ForeignScene;
let user: PeerActor;
let category: PeerActor;
beforeAll(async () => {
  scene = await openForeignScene("nodebb", "bb");
  user = scene.there.user("1", { name: "Jo Barlow", preferredUsername: "jo" });
  category = scene.there.group("/category/2", "streets");
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Ids of activities are those of the post with a fragment, which no GET reaches. */
function onPost(object: JsonObject, type: string): Act {
  const { to, cc } = object;
  const made = act(scene, user, type, { to, cc, object });
  return { ...made, id: `${object.id}#activity/${type.toLowerCase()}/${nextNumber()}` };
}

function article(name: string, text: string): JsonObject & { readonly id: string } {
  const { group, node, there } = scene;
  const number = nextNumber();
  const id = `${there.peer.origin}/post/${number}`;
  return {
    "@context": [
      "https://www.w3.org/ns/activitystreams",
      { toot: "http://joinmastodon.org/ns#", Emoji: "toot:Emoji" },
    ],
    id,
    type: "Article",
    to: [PUBLIC_IRI, group.iri],
    cc: [`${user.iri}/followers`],
    name,
    published: "2026-11-16T08:58:25.033Z",
    url: id,
    attributedTo: user.iri,
    context: `${there.peer.origin}/topic/${number}`,
    audience: group.iri,
    summary: `<p>${text}</p>`,
    preview: {
      type: "Note",
      attributedTo: user.iri,
      content: `<p>${text}</p>`,
      published: "2026-11-16T08:58:25.033Z",
    },
    content: `<p>${text}</p>\n`,
    source: { content: text, mediaType: "text/markdown" },
    tag: [{ type: "Mention", href: group.iri, name: `@${group.handle}@${new URL(node.origin).host}` }],
    attachment: [],
    replies: `${id}/replies`,
  };
}

/** A reply carries the title of its topic, and that topic's address at its own server. */
function reply(inReplyTo: string, text: string): JsonObject & { readonly id: string } {
  const { summary: _summary, preview: _preview, audience: _audience, ...rest } = article("Re: a topic", text);
  return { ...rest, id: String(rest.id), type: "Note", inReplyTo };
}

/** What NodeBB does with what it is told of in an Announce: of another host it fetches the activity by its id. */
async function readsWrapped(announce: JsonObject): Promise<void> {
  const inner = objectOf(announce);
  expect(await scene.there.fetched(String(inner.id)), "else the whole is refused with 424").toEqual(inner);
}

test("NodeBB finds the community and its counts, and a user and a category follow it", async () => {
  const { node, there, group } = scene;
  const host = new URL(node.origin).host;
  const actor = await there.fetched(group.iri);
  const back = await node.get(`/.well-known/webfinger?resource=acct:${actor.preferredUsername}@${host}`);
  const { links } = (await back.json()) as { links: JsonObject[] };
  expect(links.map(({ href }) => href)).toContain(actor.id);
  for (const name of ["followers", "following"])
    expect(await there.fetched(String(actor[name]))).toMatchObject({ totalItems: expect.any(Number) });
  for (const who of [user, category]) {
    const follow = act(scene, who, "Follow", { object: group.iri, to: [group.iri] });
    await scene.send({ ...follow, id: `${who.iri}#activity/follow/${group.handle}@${host}/1` });
  }
  const accepts = await scene.came();
  expect(accepts.map(({ type, to }) => `${type} to ${to}`)).toEqual([
    `Accept to ${user.iri}`,
    `Accept to ${category.iri}`,
  ]);
  const states = await node.ctx.sql`
    select a.kind, coalesce(m.state, 'reads') as state from actors a left join memberships m on m.actor_id = a.id
    where a.iri in (${user.iri}, ${category.iri}) order by 1`;
  expect(states, "a category reads along, and is no member").toEqual([
    { kind: "group", state: "reads" },
    { kind: "person", state: "active" },
  ]);
});

test("A question comes once for both, wrapped; a reply that is never answered holds nothing up, nor does its Reject end anything", async () => {
  const { node, there, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Who clears the gullies?");
  const [announce, ...more] = await scene.came();
  expect(more).toEqual([]);
  expect(objectOf(objectOf(announce))).toMatchObject({
    id: question.iri,
    source: { mediaType: "text/markdown" },
  });
  await readsWrapped(announce ?? {});

  // Of a reply it keeps the post, never answers, and says from its instance that it could not.
  there.peer.inboxAnswer = ({ activity }) => (isReply(activity) ? NEVER : { status: 200 });
  const answer = await answerTo(node.ctx, martin, question, "The county does, twice a year.");
  await ask(node.ctx, martin, group.id, "Who clears the ditches?");
  const came = await scene.came();
  expect(came.map((one) => objectOf(objectOf(one)).type)).toEqual(["Note", "Article"]);
  const [first] = came;
  expect(await node.ctx.sql`select error, attempts from deliveries`).toEqual([
    { error: "unanswered", attempts: 1 },
  ]);
  expect(await node.ctx.sql`select failures, parked from lanes`).toEqual([{ failures: 0, parked: null }]);
  await scene.send(act(scene, there.peer.node, "Reject", { to: [group.iri], object: first ?? {} }));
  await scene.send(
    act(scene, there.peer.node, "Reject", {
      to: [group.iri],
      object: { type: "Announce", id: String(first?.id) },
    }),
  );
  const [member] = await node.ctx
    .sql`select m.state from memberships m join actors a on a.id = m.actor_id where a.iri = ${user.iri}`;
  expect(member).toEqual({ state: "active" });
  expect(answer.state).toBe("accepted");
  there.peer.inboxAnswer = () => ({ status: 200 });
});

function isReply(activity: JsonObject): boolean {
  return activity.type === "Announce" && objectOf(objectOf(activity)).type === "Note";
}

test("A topic and a reply from NodeBB are shown with author and server, edited, and deleted", async () => {
  const { node, there, group, martin } = scene;
  const made = article("Potholes after frost", "How do you choose which come first?");
  const create = onPost(made, "Create");
  await scene.send(create);
  const topic = await scene.post(made.id);
  expect(topic).toMatchObject({ title: "Potholes after frost", state: "accepted", communityId: group.id });
  const html = await scene.page(topic.id);
  for (const words of [
    "Potholes after frost",
    "How do you choose",
    "Jo Barlow",
    new URL(there.peer.origin).host,
  ])
    expect(html).toContain(words);
  expect(await scene.came()).toMatchObject([{ type: "Announce", object: create }]);

  const question = await ask(node.ctx, martin, group.id, "Do you patch in rain?");
  const said = reply(question.iri, "Never, it does not hold.");
  await scene.send(onPost(said, "Create"));
  expect(await scene.post(said.id)).toMatchObject({ kind: "reply", title: "", parentId: question.id });
  expect(await scene.page(question.id)).toContain("Never, it does not hold.");
  const changed = {
    ...said,
    content: "<p>Hardly ever.</p>",
    source: { content: "Hardly ever.", mediaType: "text/markdown" },
  };
  await scene.send(onPost({ ...changed, updated: scene.net.clock.now().toISOString() }, "Update"));
  expect(await scene.page(question.id)).toContain("Hardly ever.");
  await scene.send({ ...onPost(said, "Delete"), object: said.id });
  expect(await scene.post(said.id)).toMatchObject({ state: "deleted" });
  await scene.came();
});

test("Votes, reports to each of two recipients, and moving a topic away do what they may", async () => {
  const { node, there, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Is salt a poison?");
  const like = act(scene, user, "Like", { object: question.iri, to: [question.authorIri] });
  await scene.send({ ...like, id: `${user.iri}#activity/like/${encodeURIComponent(question.iri)}` });
  const useful = () => node.ctx.sql`select useful from posts where id = ${question.id}`;
  expect(await useful()).toEqual([{ useful: 1 }]);
  const undo = act(scene, user, "Undo", {
    object: { ...like, id: `${user.iri}#activity/like/${encodeURIComponent(question.iri)}` },
  });
  await scene.send(undo);
  expect(await useful()).toEqual([{ useful: 0 }]);
  const flag = {
    ...act(scene, user, "Flag", { object: [question.iri, question.authorIri], content: "spam" }),
  };
  await scene.send(flag);
  await scene.send(flag);
  expect(await node.ctx.sql`select words from reports`).toEqual([{ words: "spam" }]);
  await scene.send(
    act(scene, user, "Move", {
      object: question.iri,
      origin: group.iri,
      target: `${there.peer.origin}/category/9`,
    }),
  );
  expect(await scene.post(question.iri)).toMatchObject({ communityId: group.id, state: "accepted" });
  await scene.came();
});

test("What is edited and deleted here comes wrapped; when both have left nothing comes but the deletion of what they got", async () => {
  const { node, group, martin } = scene;
  const question = await ask(node.ctx, martin, group.id, "Which sealant lasts?");
  const kept = await ask(node.ctx, martin, group.id, "Which mortar lasts?");
  await scene.came();
  await scene.edit(question, "On bridges, that is.");
  expect((await scene.came()).map((one) => `${one.type} of ${objectOf(one).type}`)).toEqual([
    "Announce of Update",
  ]);
  await deletePost(node.ctx, { actorId: martin, postId: question.id });
  expect((await scene.came()).map((one) => `${one.type} of ${objectOf(one).type}`)).toEqual([
    "Announce of Delete",
  ]);
  for (const who of [user, category])
    await scene.send(
      act(scene, who, "Undo", {
        object: { type: "Follow", actor: who.iri, object: group.iri, id: `${who.iri}#x` },
      }),
    );
  await ask(node.ctx, martin, group.id, "Which lime lasts?");
  expect(await scene.came()).toEqual([]);
  await deletePost(node.ctx, { actorId: martin, postId: kept.id });
  expect(inShort(await scene.came())).toEqual([`Delete by ${kept.authorIri}: ${kept.iri}`]);
});
