import { afterAll, beforeAll, expect, test } from "vitest";
import { capabilitiesFor } from "../../federation/objects/capabilities.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { isRemovedNow } from "../../node/posts/shown.ts";
import { probeReceipts } from "../../node/receipts/probe.ts";
import { stopSilent } from "../../node/receipts/silent.ts";
import { isHolder, listHolders } from "../../node/visibility/holders.ts";
import { ask, draftCommunity, openScene, type Place, type Scene } from "../support/attack-scene.ts";

// Scripted nodes that hold copies of a community for members only: one that ignores removals, one that lies in its receipt, one
// that shows what it holds to anybody, one that lies about members.

const DAY = 24 * 60;

let scene: Scene;
let room: Place;
let topic: PostRow;
beforeAll(async () => {
  scene = await openScene();
  const { north, east, martin, ann } = scene;
  room = await createCommunity(north.ctx, { actorId: martin }, draftCommunity("Case reviews", "closed"));
  east.node.extra = { ...east.node.extra, implements: capabilitiesFor(["core", "closed"]) };
  await north.ctx
    .sql`update peers set keeps_closed = true, delivery_class = 'profile' where origin = ${east.origin}`;
  await hold(true);
  const now = north.ctx.clock.now();
  await north.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    select ${room.id}, id, 'active', ${now}, ${now} from actors where iri = ${ann.iri}`;
  expect(await isHolder(north.ctx, room.id, east.origin)).toBe(true);
});
afterAll(async () => scene[Symbol.asyncDispose]());

async function hold(holds: boolean): Promise<void> {
  const { north, east } = scene;
  const peer = await peerByOrigin(north.ctx.sql, east.origin);
  await chooseHolding(north.ctx, { peerId: peer?.id ?? "", holds, accountId: null });
}

/** Something is written and removed; the removal. */
async function removed(title: string): Promise<string> {
  const { north, martin, net } = scene;
  topic = await ask(north.ctx, martin, room.id, title);
  await net.settle();
  await removePost(north.ctx, { actorId: martin, postId: topic.id, reason: "Names a pupil." });
  await net.settle();
  const [act] = await north.ctx.sql<{ iri: string }[]>`
    select activity_iri as iri from moderation_acts where post_id = ${topic.id}`;
  return act?.iri ?? "";
}

async function confirm(removal: string): Promise<void> {
  const { north, east, net } = scene;
  const receipt = { object: removal, to: [room.iri], audience: room.iri };
  await east.post(north, east.write(east.node, "Accept", receipt, net.clock.now()), { by: east.node });
  await net.settle();
}

const holds = () => isHolder(scene.north.ctx, room.id, scene.east.origin);
const shownPath = () => `/ap/shown?${new URLSearchParams({ id: topic.iri })}`;

test("G15: a node that takes a removal and never confirms it loses closed communities, and gets the removal and nothing else", async () => {
  const { north, east, martin, net } = scene;
  const removal = await removed("One that is ignored");
  net.clock.advance(7 * DAY + 1);
  expect(await stopSilent(north.ctx)).toBe(1);
  expect(await holds()).toBe(false);
  const before = east.inbox.length;
  await ask(north.ctx, martin, room.id, "Said since");
  await net.settle();
  expect(JSON.stringify(east.inbox.slice(before).map(({ activity }) => activity))).not.toContain(
    "Said since",
  );
  await confirm(removal);
  expect(await holds(), "it obeyed").toBe(true);
});

test("G15: a node that confirms a removal and shows the post to its members is found out by a signed question", async () => {
  const { north, east, net } = scene;
  const removal = await removed("One that is lied about");
  await confirm(removal);
  const signed: boolean[] = [];
  east.serve(shownPath(), ({ headers }) => {
    signed.push(headers.signature !== undefined);
    return headers.signature === undefined ? { status: 404 } : { body: { type: "Article", id: topic.iri } };
  });
  net.clock.advance(DAY);
  expect(await probeReceipts(north.ctx, isRemovedNow)).toBe(1);
  expect(signed[0]).toBe(true);
  expect(await holds()).toBe(false);
  await confirm(removal);
  expect(await holds(), "saying it again does not help").toBe(false);
  await hold(true);
});

test("G15: a node that shows what it confirmed to anybody who asks unsigned is found out too", async () => {
  const { north, east, net } = scene;
  await confirm(await removed("One that is published"));
  east.serve(shownPath(), ({ headers }) =>
    headers.signature === undefined ? { body: { type: "Article", id: topic.iri } } : { status: 404 },
  );
  net.clock.advance(DAY);
  expect(await probeReceipts(north.ctx, isRemovedNow)).toBe(1);
  expect(await holds()).toBe(false);
  await hold(true);
});

test("G15: a node that is away, answers nonsense or names another post is accused of nothing", async () => {
  const { north, east, net } = scene;
  await confirm(await removed("One that is obeyed"));
  for (const served of [
    { status: 503 },
    { body: "hello", type: "text/plain" },
    { body: { type: "Article", id: `${topic.iri}x` } },
    { body: { type: "Tombstone", id: topic.iri } },
  ]) {
    east.serve(shownPath(), served);
    net.clock.advance(DAY);
    expect(await probeReceipts(north.ctx, isRemovedNow), JSON.stringify(served)).toBe(0);
  }
  expect(await holds()).toBe(true);
});

test("B-01: a node that says of its people that they are members makes nobody one, and is sent nothing for it", async () => {
  const { north, evil, mallory, net } = scene;
  const grant = {
    type: "Relationship",
    id: `${evil.origin}/ap/grants/1`,
    subject: mallory.iri,
    relationship: "member",
    object: room.iri,
    attributedTo: room.iri,
  };
  await evil.post(
    north,
    evil.write(mallory, "Create", { object: grant, to: [room.iri], audience: room.iri }, net.clock.now()),
  );
  await evil.post(
    north,
    evil.write(evil.node, "Update", { object: grant, to: [room.iri] }, net.clock.now()),
    { by: evil.node },
  );
  await net.settle();
  expect(await isHolder(north.ctx, room.id, evil.origin)).toBe(false);
  expect((await listHolders(north.ctx, room.id)).map(({ origin }) => origin)).not.toContain(evil.origin);
  const log = await evil.ask(north, `${new URL(room.iri).pathname}/history`);
  expect(log.status).toBe(404);
});
