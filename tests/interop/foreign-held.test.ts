import { afterAll, beforeAll, expect, test } from "vitest";
import { decideHeldPost } from "../../node/posts/decide-held.ts";
import { PASSWORD, refusalOf } from "../support/accounts.ts";
import { act, create, inShort, noteBy } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

let scene: ForeignScene;
let carl: PeerActor;
let martin: Browser;
beforeAll(async () => {
  scene = await openForeignScene("mastodon", "social");
  carl = scene.there.user("carl", { name: "Carl Penn" });
  const { ctx, origin } = scene.node;
  martin = browserOn(webAppFor(ctx), origin);
  await martin.post("/sign-in", { email: "martin.hale@somerset.gov.example", password: PASSWORD });
  // Somebody there follows, so that the community's boosts would be seen.
  await scene.send(act(scene, scene.there.user("rosa"), "Follow", { object: scene.group.iri }));
  await scene.came();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Path of the form of what waits. */
async function waiting(): Promise<{ readonly text: string; readonly path: string }> {
  const { text } = await martin.get("/moderation");
  return { text, path: /action="(\/moderation\/held\/[0-9a-z]{26})"/.exec(text)?.[1] ?? "" };
}

test("What somebody on Mastodon writes who does not follow waits for the facilitator, who lets it in", async () => {
  const note = noteBy(scene, carl, { text: "Who owns the grit bins?" });
  await scene.send(create(scene, carl, note));
  const held = await scene.post(note.id);
  expect(held).toMatchObject({ state: "held", seq: null });
  expect(await scene.page(held.id)).not.toContain("Who owns the grit bins?");
  expect(await scene.came(), "nothing is relayed, and nobody is refused").toEqual([]);
  const changed = noteBy(scene, carl, {
    text: "Who fills the grit bins?",
    id: note.id,
    updated: scene.net.clock.now(),
  });
  await scene.send(act(scene, carl, "Update", { to: changed.to, cc: changed.cc, object: changed }));
  expect(await scene.came()).toEqual([]);

  const { text, path } = await waiting();
  for (const words of ["Who fills the grit bins?", "Carl Penn", "Road safety"]) expect(text).toContain(words);
  const told = await scene.node.ctx.sql`select kind from notices where kind = 'held'`;
  expect(told, "the facilitator is told").toHaveLength(1);
  expect((await martin.get("/notifications")).text).toContain("A post from outside waits for you in");
  expect((await martin.get("/moderation", { "accept-language": "cy" })).status).toBe(200);
  expect(await martin.post(path, { decision: "accept" })).toMatchObject({
    status: 303,
    to: expect.stringContaining("let-in"),
  });
  expect(await scene.post(note.id)).toMatchObject({ state: "accepted" });
  const page = await scene.page(held.id);
  for (const words of ["Who fills the grit bins?", "Carl Penn"]) expect(page).toContain(words);
  expect(inShort(await scene.came())).toEqual([`Announce by ${scene.group.iri}: ${note.id}`]);
  expect((await waiting()).path).toBe("");
});

test("What is declined is erased, and its author is told why, once", async () => {
  const note = noteBy(scene, carl, { text: "Buy my grit" });
  const sent = create(scene, carl, note);
  await scene.send(sent);
  const held = await scene.post(note.id);
  const { path } = await waiting();
  expect(await martin.post(path, { decision: "decline" }), "without a reason").toMatchObject({ status: 422 });
  expect(await martin.post(path, { decision: "decline", reason: "No advertising." })).toMatchObject({
    status: 303,
  });
  expect(await scene.post(note.id)).toMatchObject({ state: "declined", title: "", html: "" });
  const [reject, ...more] = await scene.came();
  expect(more).toEqual([]);
  expect(reject).toMatchObject({ type: "Reject", actor: scene.group.iri, to: [carl.iri], object: sent.id });
  expect(JSON.stringify(reject)).toContain("No advertising.");
  await scene.send({ ...sent, id: `${sent.id}/again` });
  expect(await scene.post(note.id)).toMatchObject({ state: "declined" });
  const again = decideHeldPost(scene.node.ctx, {
    facilitatorId: scene.martin,
    postId: held.id,
    accept: true,
    reason: "",
  });
  expect(await refusalOf(again)).toBe("not-found");
});

test("No more than twenty wait of one server, others are refused; what its author deletes waits no more; members of nothing decide nothing", async () => {
  const { node } = scene;
  const notes = Array.from({ length: 21 }, (_, n) => noteBy(scene, carl, { text: `Number ${n}?` }));
  for (const note of notes) await scene.there.send(create(scene, carl, note));
  const count = async () =>
    (await node.ctx.sql<{ n: number }[]>`select count(*)::int as n from posts where state = 'held'`)[0]?.n;
  expect(await count()).toBe(20);
  expect(inShort(await scene.came())).toEqual([expect.stringMatching(/^Reject by /)]);
  const [first] = notes;
  const held = await scene.post(first?.id ?? "");
  const stranger = await node.ctx.sql<{ id: string }[]>`select id from actors where iri = ${carl.iri}`;
  const decision = { facilitatorId: stranger[0]?.id ?? "", postId: held.id, accept: true, reason: "" };
  expect(await refusalOf(decideHeldPost(node.ctx, decision))).toBe("not-allowed");
  await scene.send(act(scene, carl, "Delete", { to: first?.to, object: held.iri }));
  expect(await scene.came()).toEqual([]);
  expect(await count()).toBe(19);
});
