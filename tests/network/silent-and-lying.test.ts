import { afterAll, beforeAll, expect, test } from "vitest";
import { probeErasures } from "../../node/erasures/probe.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { isRemovedNow } from "../../node/posts/shown.ts";
import { chaseReceipts } from "../../node/receipts/chase.ts";
import { probeReceipts } from "../../node/receipts/probe.ts";
import { stopSilent } from "../../node/receipts/silent.ts";
import { listHolders } from "../../node/visibility/holders.ts";
import { signedInAs } from "../support/closed-councils.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

// G15 in a community for members only at Somerset, of which Sunderland holds copies.

const HOUR = 60;
const DAY = 24 * HOUR;

let councils: ThreeCouncils;
let amara: Officer;
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  await mark(true);
  amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  const [row] = await somerset.ctx.sql<{ id: string }[]>`
    select m.id from memberships m join actors a on a.id = m.actor_id where a.name = ${amara.name}`;
  const decision = { facilitatorId: martin.actorId, accept: true, words: "", confirmed: true };
  await decideRequest(somerset.ctx, { ...decision, membershipId: row?.id ?? "" });
  await net.settle();
  const ada = await councils.officer(somerset, "Ada Root");
  await somerset.ctx.sql`update accounts set administrator = true where id = ${ada.accountId}`;
});
afterAll(() => councils[Symbol.asyncDispose]());

async function mark(holds: boolean): Promise<void> {
  const { somerset, sunderland } = councils;
  const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
  await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds, accountId: null });
}

async function holders(): Promise<readonly string[]> {
  const { somerset } = councils;
  return (await listHolders(somerset.ctx, await councils.communityOn(somerset))).map(({ name }) => name);
}

async function remove(title: string): Promise<string> {
  const { net, somerset, martin } = councils;
  const iri = await councils.write(martin, { title, text: "In confidence." });
  await net.settle();
  const postId = await postIdOn(somerset, iri);
  await removePost(somerset.ctx, { actorId: martin.actorId, postId, reason: "It names a child." });
  return iri;
}

async function told(outcome: string): Promise<readonly string[]> {
  const rows = await councils.somerset.ctx.sql<{ name: string }[]>`
    select a.name from notices n join accounts acc on acc.id = n.account_id join actors a on a.id = acc.actor_id
    where n.kind = 'peer' and n.facts ->> 'outcome' = ${outcome} order by a.name`;
  return rows.map(({ name }) => name);
}

async function lied(): Promise<readonly boolean[]> {
  const rows = await councils.somerset.ctx.sql<{ lied: boolean }[]>`
    select lied is not null as lied from removal_receipts order by sent`;
  return rows.map((row) => row.lied);
}

test("G15: a council whose site stays silent for seven days gets nothing more of what only members read, and who looks after it is told", async () => {
  const { net, somerset, sunderland } = councils;
  const removed = await councils.write(councils.martin, { title: "A placement", text: "In confidence." });
  await net.settle();
  await sunderland.stop();
  const postId = await postIdOn(somerset, removed);
  await removePost(somerset.ctx, { actorId: councils.martin.actorId, postId, reason: "It names a child." });
  await net.settle();
  expect(await stopSilent(somerset.ctx)).toBe(0);
  expect(await holders()).toEqual(["Somerset", "Sunderland"]);
  net.clock.advance(7 * DAY + 1);
  expect(await stopSilent(somerset.ctx)).toBe(1);
  expect(await stopSilent(somerset.ctx), "once").toBe(0);
  await net.settle();
  expect(await holders(), "the pages name who keeps copies now").toEqual(["Somerset"]);
  expect(await told("lost-silent")).toEqual(["Ada Root", "Martin Hale"]);
  const since = await councils.write(councils.martin, { title: "Since then", text: "In confidence." });
  await sunderland.start();
  for (let round = 0; round < 3; round++) {
    await net.settle();
    if (round === 0) expect(await postByIri(sunderland.ctx.sql, since), "nothing but the removal").toBeNull();
    net.clock.advance(DAY);
    await chaseReceipts(somerset.ctx);
  }
  await net.settle();
  expect((await postByIri(sunderland.ctx.sql, removed))?.state).toBe("removed");
});

test("G15: once it has obeyed it holds copies again, and gets what it missed", async () => {
  const { net, sunderland } = councils;
  expect(await holders()).toEqual(["Somerset", "Sunderland"]);
  const next = await councils.write(councils.martin, { title: "Back again", text: "In confidence." });
  await net.settle();
  expect((await postByIri(sunderland.ctx.sql, next))?.state).toBe("accepted");
});

test("G15: a council whose site did what it confirmed is asked twice, within a day and a week later, and keeps what it holds", async () => {
  const { net, somerset } = councils;
  await remove("A second placement");
  await net.settle();
  expect(await probeReceipts(somerset.ctx, isRemovedNow), "not at once").toBe(0);
  const probes = async () => {
    const rows = await somerset.ctx.sql<
      { probes: number }[]
    >`select probes from removal_receipts order by sent`;
    return rows.at(-1)?.probes;
  };
  expect(await probes()).toBe(0);
  for (const [minutes, count] of [
    [DAY, 1],
    [DAY, 1],
    [7 * DAY, 2],
    [30 * DAY, 2],
  ] as const) {
    net.clock.advance(minutes);
    expect(await probeReceipts(somerset.ctx, isRemovedNow)).toBe(0);
    expect(await probes()).toBe(count);
  }
  expect(await holders()).toEqual(["Somerset", "Sunderland"]);
});

test("G15: one that lied in its receipt is found out when it is asked what it shows its members, and loses them", async () => {
  const { net, somerset, sunderland } = councils;
  const iri = await remove("A third placement");
  await net.settle();
  // Somebody there brings it back in the database.
  await sunderland.ctx.sql`update posts set state = 'accepted' where iri = ${iri}`;
  net.clock.advance(DAY);
  expect(await probeReceipts(somerset.ctx, isRemovedNow)).toBe(1);
  await net.settle();
  expect((await lied()).at(-1)).toBe(true);
  expect(await holders()).toEqual(["Somerset"]);
  expect(await told("lost-lied")).toEqual(["Ada Root", "Martin Hale"]);
  net.clock.advance(30 * DAY);
  await probeReceipts(somerset.ctx, isRemovedNow);
  expect(await holders(), "it is an administrator who lets it back").toEqual(["Somerset"]);
  await mark(true);
  expect(await holders()).toEqual(["Somerset", "Sunderland"]);
});

test("G15: what a site shows is told to the community's own site alone, and never what the post says", async () => {
  const { net, sunderland, wiltshire } = councils;
  await net.connect("wiltshire", "sunderland");
  const iri = await councils.write(councils.martin, { title: "A fourth placement", text: "In confidence." });
  await net.settle();
  const path = `/ap/shown?${new URLSearchParams({ id: iri })}`;
  const unsigned = await sunderland.get(path, { accept: "application/activity+json" });
  expect(unsigned.status).toBe(404);
  const { signedGet } = await import("../../federation/get-document.ts");
  const stranger = await signedGet(wiltshire.node.wire, `${sunderland.origin}${path}`);
  expect(stranger.status).toBe(404);
  const home = await signedGet(councils.somerset.node.wire, `${sunderland.origin}${path}`);
  const text = Buffer.from(home.body).toString("utf8");
  expect([home.status, JSON.parse(text).id]).toEqual([200, iri]);
  expect(text).not.toMatch(/placement|confidence/);
});

test("G15, D-11: a council whose site says that it erased its copies is asked within a day and a week later, and is found out where it did not", async () => {
  const { net, somerset, sunderland, martin } = councils;
  const iri = await councils.write(martin, { title: "A fifth placement", text: "In confidence." });
  await net.settle();
  // What others answered leaves an empty place.
  await councils.write(amara, { text: "We saw it too.", parentIri: iri });
  await net.settle();
  const before = (await told("lost-lied")).length;
  const communityId = await councils.communityOn(sunderland);
  await leaveCommunity(sunderland.ctx, { actorId: amara.actorId, communityId });
  await net.settle();
  const asked = () => somerset.ctx.sql<{ erased: boolean; probes: number; lied: boolean }[]>`
    select erased is not null as erased, probes, lied is not null as lied from erasures order by asked desc limit 1`;
  expect(await asked()).toEqual([{ erased: true, probes: 0, lied: false }]);
  expect(await probeErasures(somerset.ctx), "not at once").toBe(0);
  net.clock.advance(DAY);
  expect(await probeErasures(somerset.ctx), "it holds nothing").toBe(0);
  expect(await asked()).toEqual([{ erased: true, probes: 1, lied: false }]);
  // Somebody there kept a copy of the database.
  await sunderland.ctx.sql`update posts set html = '<p>In confidence.</p>' where iri = ${iri}`;
  net.clock.advance(7 * DAY + 1);
  expect(await probeErasures(somerset.ctx)).toBe(1);
  expect(await asked()).toEqual([{ erased: true, probes: 2, lied: true }]);
  await net.settle();
  expect(await told("lost-lied")).toHaveLength(before + 2);
  const browser = await signedInAs(martin);
  const [group] = await somerset.ctx.sql<{ handle: string }[]>`
    select handle from actors where iri = ${councils.groupIri}`;
  const log = await browser.get(`/c/${group?.handle}/moderation-log`);
  expect(log.text).toContain("Sunderland said that it erased its copies, and still had some");
  expect(await probeErasures(somerset.ctx), "once").toBe(0);
});
