import { afterAll, beforeAll, expect, test } from "vitest";
import { isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { askPeer } from "../../node/peers/connect.ts";
import { holdPeer } from "../../node/peers/hold.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { refusalOf } from "../support/accounts.ts";
import { answerTo, openScene, type Scene, sendAs, writeAs } from "../support/attack-scene.ts";
import { actorDocument, actorOn } from "../support/peer-actor.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

const now = () => scene.net.clock.now();
const stateOf = async (iri: string) => (await postByIri(scene.north.ctx.sql, iri))?.state;

async function send(type: string, members: Record<string, Json>): Promise<JsonObject> {
  const activity = writeAs(scene, "ann", type, { audience: scene.open.iri, ...members });
  expect((await scene.east.post(scene.north, activity)).status).toBe(202);
  await scene.net.settle();
  return activity;
}

test("F-05: a removal has a reason, stands in the log with it, and is taken back by its id", async () => {
  const { north, martin, ann, open, reply, east } = scene;
  const annHere = await actorByIri(north.ctx.sql, ann.iri);
  expect(await refusalOf(removePost(north.ctx, { actorId: martin, postId: reply.id, reason: " " }))).toBe(
    "required",
  );
  await changeRole(north.ctx, {
    byId: martin,
    actorId: annHere?.id ?? "",
    communityId: open.id,
    facilitator: true,
  });
  const removal = await send("Delete", { object: reply.iri, summary: "Names a pupil." });
  expect(await stateOf(reply.iri)).toBe("removed");
  const log = JSON.parse((await east.ask(north, `${new URL(open.iri).pathname}/history?after=0`)).text) as {
    orderedItems: JsonObject[];
  };
  const entry = log.orderedItems.find(({ object }) => isJsonObject(object) && object.id === removal.id);
  expect(entry?.object).toMatchObject({ type: "Delete", summary: "Names a pupil.", actor: ann.iri });
  await send("Undo", { object: String(removal.id) });
  expect(await stateOf(reply.iri)).toBe("accepted");
});

test("F-06: no other council blocks anybody on this node, and what it says of its own is for it alone", async () => {
  const { north, evil, mallory, open, ann, net } = scene;
  const states = async () => north.ctx.sql`
    select a.iri, a.suspended, m.state, x.disabled from actors a left join memberships m on m.actor_id = a.id
      left join accounts x on x.actor_id = a.id where a.kind = 'person' and a.handle <> 'mallory' order by a.iri, m.community_id`;
  const [martin] = await north.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${scene.martin}`;
  const before = await states();
  for (const object of [ann.iri, martin?.iri ?? ""]) {
    for (const target of [`${north.origin}/ap/actor`, `${evil.origin}/ap/actor`, open.iri]) {
      const block = evil.write(mallory, "Block", { object, target, summary: "x", to: [open.iri] }, now());
      await evil.post(north, block);
      await net.settle();
    }
  }
  expect(await states()).toEqual(before);
  expect(await stateOf(scene.martins.iri)).toBe("accepted");
});

test("F-07: whoever facilitates one community removes nothing in another", async () => {
  const { north, restricted, ann, reply } = scene;
  await north.ctx.sql`insert into memberships (community_id, actor_id, role, state, requested)
    select ${restricted.id}, id, 'facilitator', 'active', ${now()} from actors where iri = ${ann.iri}`;
  await north.ctx.sql`update memberships set role = 'member' where community_id = ${scene.open.id}
    and actor_id = (select id from actors where iri = ${ann.iri})`;
  for (const audience of [scene.open.iri, restricted.iri])
    await send("Delete", { object: reply.iri, summary: "x", audience });
  expect(await stateOf(reply.iri)).toBe("accepted");
});

test("F-08, P-10: a blocked council is refused in both directions, and every name below its own", async () => {
  const { north, evil, mallory, net, martin, martins } = scene;
  await evil.post(north, evil.write(mallory, "Follow", { object: scene.open.iri }, now()));
  await net.settle();
  const peer = await peerByOrigin(north.ctx.sql, evil.origin);
  await holdPeer(north.ctx, { peerId: peer?.id ?? "", state: "blocked", reason: "", accountId: null });
  const [requests, came] = [evil.requests.length, evil.inbox.length];
  expect((await sendAs(scene, "mallory", "Like", { object: martins.iri })).status).toBe(403);
  await answerTo(north.ctx, martin, martins, "Not for evil.");
  await net.settle();
  const below = new URL(evil.origin);
  below.hostname = `sub.${below.hostname}`;
  const node = actorOn(below.origin, "/ap/actor", { type: "Application", handle: "sub" });
  evil.serve("/ap/actor", { body: actorDocument(node, below.origin, "moothall") });
  const asks = evil.draft(node, "Follow", {
    object: `${north.origin}/ap/actor`,
    id: `${below.origin}/ap/a/1`,
  });
  expect((await evil.post(north, asks, { by: node, to: "/ap/actor/inbox" })).status).toBe(403);
  for (const origin of [evil.origin, below.origin])
    expect(await refusalOf(askPeer(north.ctx, { accountId: null, address: origin, message: "" }))).toMatch(
      /not-trusted|not-found/,
    );
  expect([evil.requests.length, evil.inbox.length]).toEqual([requests, came]);
});
