import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { postByIri } from "../../node/posts/find.ts";
import { joinAs } from "../support/accounts.ts";
import { act, create, noteBy } from "../support/foreign-acts.ts";
import { type ForeignScene, openForeignScene } from "../support/foreign-scene.ts";
import { contentDigestOn } from "../support/held.ts";
import type { PeerActor } from "../support/peer-actor.ts";
import type { NetworkNode } from "../support/start-nodes.ts";

let scene: ForeignScene;
let sunderland: NetworkNode;
let there: string;
let rosa: PeerActor;
beforeAll(async () => {
  scene = await openForeignScene("mastodon", "social", ["sunderland"]);
  sunderland = scene.net.node("sunderland");
  await scene.net.connect("sunderland", "somerset");
  const { ctx } = sunderland;
  const { actorId } = await joinAs(ctx, "Amina Yusuf", "amina.yusuf@sunderland.gov.example");
  const [row] = await ctx.sql<{ id: string }[]>`
    select c.id from communities c join actors g on g.id = c.actor_id where g.iri = ${scene.group.iri}`;
  there = row?.id ?? "";
  await joinCommunity(ctx, { actorId, communityId: there });
  await scene.net.settle();
  rosa = scene.there.user("rosa", { name: "Rosa" });
  await scene.send(act(scene, rosa, "Follow", { object: scene.group.iri }));
});
afterAll(() => scene[Symbol.asyncDispose]());

/** What the program serves at the address of a post: with its context, and with counts that change. */
function serves(object: JsonObject): void {
  const likes = { id: `${object.id}/likes`, type: "Collection", totalItems: 3 };
  scene.there.peer.serve(String(object.id), {
    body: { "@context": "https://www.w3.org/ns/activitystreams", ...object, likes },
  });
}

async function digests(): Promise<readonly string[]> {
  return [await contentDigestOn(scene.node, scene.group.id), await contentDigestOn(sunderland, there)];
}

test("E-07: what somebody on Mastodon writes, changes and deletes reaches the other councils, though nothing of it is proved", async () => {
  const note = noteBy(scene, rosa, { text: "Who sweeps cycle lanes in autumn?" });
  serves(note);
  await scene.send(create(scene, rosa, note));
  expect(await postByIri(sunderland.ctx.sql, note.id)).toMatchObject({
    title: "Who sweeps cycle lanes in autumn?",
    authorIri: rosa.iri,
    state: "accepted",
  });
  const [home, subscriber] = await digests();
  expect(subscriber).toBe(home);

  const changed = noteBy(scene, rosa, {
    text: "Who sweeps leaves off cycle lanes?",
    id: note.id,
    updated: scene.net.clock.now(),
  });
  serves(changed);
  await scene.send(act(scene, rosa, "Update", { to: changed.to, cc: changed.cc, object: changed }));
  expect((await postByIri(sunderland.ctx.sql, note.id))?.html).toContain("leaves off");
  const [homeAfter, subscriberAfter] = await digests();
  expect(subscriberAfter).toBe(homeAfter);

  scene.there.peer.serve(note.id, { status: 410, type: "text/plain" });
  await scene.send(
    act(scene, rosa, "Delete", { to: changed.to, object: { id: note.id, type: "Tombstone" } }),
  );
  expect(await postByIri(sunderland.ctx.sql, note.id)).toMatchObject({ state: "deleted", html: "" });
  const [homeGone, subscriberGone] = await digests();
  expect(subscriberGone).toBe(homeGone);
});

test("E-07: what their server does not say itself has no effect elsewhere: other words, another author, a deletion that was none", async () => {
  const note = noteBy(scene, rosa, { text: "Is this mine?" });
  serves({ ...note, content: "<p>Quite another thing.</p>", contentMap: {} });
  await scene.send(create(scene, rosa, note));
  expect((await postByIri(sunderland.ctx.sql, note.id))?.html, "as its own server says it").toContain(
    "Quite another thing.",
  );

  const other = scene.there.user("other");
  const stolen = noteBy(scene, rosa, { text: "Whose is this?" });
  serves({ ...stolen, attributedTo: other.iri });
  await scene.send(create(scene, rosa, stolen));
  expect(await postByIri(sunderland.ctx.sql, stolen.id)).toBeNull();

  const kept = noteBy(scene, rosa, { text: "Does this stay?" });
  serves(kept);
  await scene.send(create(scene, rosa, kept));
  await scene.send(act(scene, rosa, "Delete", { to: kept.to, object: kept.id }));
  expect(await postByIri(sunderland.ctx.sql, kept.id)).toMatchObject({ state: "accepted" });
});
