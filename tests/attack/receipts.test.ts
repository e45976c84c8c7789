import { afterAll, beforeAll, expect, test } from "vitest";
import { removePost } from "../../node/posts/remove.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
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
