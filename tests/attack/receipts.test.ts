import { afterAll, beforeAll, expect, test } from "vitest";
import { removePost } from "../../node/posts/remove.ts";
import { ask, openScene, type Scene } from "../support/attack-scene.ts";
import type { Peer } from "../support/peerkit.ts";

let scene: Scene;
let removal: string;
beforeAll(async () => {
  scene = await openScene();
  const { north, martin, anns, net } = scene;
  await removePost(north.ctx, { actorId: martin, postId: anns.id, reason: "Names a pupil." });
  await net.settle();
  const [act] = await north.ctx.sql<{ iri: string }[]>`select activity_iri as iri from moderation_acts`;
  removal = act?.iri ?? "";
});
afterAll(async () => scene[Symbol.asyncDispose]());

test("G15: a receipt counts from the node that the removal was sent to alone, by its own actor and signature", async () => {
  const { east, evil, open, restricted, ann } = scene;
  expect(await outstanding()).toEqual([{ origin: east.origin, confirmed: false }]);
  // A node that was never sent it; one that says it is another; a person; another community's; another act.
  await confirm(evil, evil.node, removal);
  const forged = receipt(evil, evil.node, removal, open.iri);
  await evil.post(scene.north, { ...forged, actor: east.node.iri }, { by: evil.node });
  await confirm(east, ann, removal);
  await confirm(east, east.node, removal, restricted.iri);
  await confirm(east, east.node, scene.martins.iri);
  expect(await outstanding()).toEqual([{ origin: east.origin, confirmed: false }]);
  const refused = await scene.north.ctx
    .sql`select 1 from audit_events where kind = 'activity-refused' and facts ->> 'type' = 'Accept'`;
  expect(refused.length).toBeGreaterThanOrEqual(3);
  await confirm(east, east.node, removal);
  expect(await outstanding()).toEqual([{ origin: east.origin, confirmed: true }]);
});

test("G15: the node of a facilitator is told the receipts of that community alone, whatever other removals it asks about", async () => {
  const { north, martin, east, evil, ann, open, restricted } = scene;
  const { id: other } = await ask(north.ctx, martin, restricted.id, "What is left?");
  await removePost(north.ctx, { actorId: martin, postId: other, reason: "It says too much." });
  await scene.net.settle();
  const acts = await north.ctx.sql<{ iri: string }[]>`
    select activity_iri as iri from moderation_acts where community_id = ${restricted.id}`;
  const [there] = acts.map(({ iri }) => iri);
  const peers = await north.ctx.sql<{ id: string }[]>`select id from peers where origin = ${east.origin}`;
  await north.ctx.sql`insert into removal_receipts (removal_iri, community_id, peer_id, sent, confirmed)
    values (${there ?? ""}, ${restricted.id}, ${peers[0]?.id ?? ""}, now(), now())`;
  const asks = (peer: Peer, group: string, ids: readonly string[]) =>
    peer.ask(
      north,
      `${new URL(group).pathname}/receipts?${ids.map((id) => `id=${encodeURIComponent(id)}`).join("&")}`,
    );
  const ids = [removal, there ?? "", `${north.origin}/ap/a/none`, "x"];
  expect((await asks(east, open.iri, ids)).status, "nobody there facilitates it").toBe(404);
  await north.ctx.sql`update memberships m set role = 'facilitator' from actors a
    where a.id = m.actor_id and a.iri = ${ann.iri} and m.community_id = ${open.id}`;
  const answer = await asks(east, open.iri, ids);
  const { items } = JSON.parse(answer.text) as { items: { "cop:sent"?: string; items: unknown[] }[] };
  expect(items.map((one) => one.items.length)).toEqual([1, 0, 0, 0]);
  expect((await asks(east, restricted.iri, ids)).status).toBe(404);
  expect((await asks(evil, open.iri, ids)).status).toBe(404);
});

function receipt(peer: Peer, by: Peer["node"], object: string, group: string) {
  return peer.write(by, "Accept", { object, to: [group], audience: group }, scene.net.clock.now());
}

async function confirm(peer: Peer, by: Peer["node"], object: string, group = scene.open.iri): Promise<void> {
  await peer.post(scene.north, receipt(peer, by, object, group), { by });
  await scene.net.settle();
}

function outstanding() {
  return scene.north.ctx.sql`
    select p.origin, r.confirmed is not null as confirmed from removal_receipts r join peers p on p.id = r.peer_id`;
}
