import { afterAll, beforeAll, expect, test } from "vitest";
import { checkReceipts } from "../../node/doctor/check-receipts.ts";
import { removePost } from "../../node/posts/remove.ts";
import { chaseReceipts } from "../../node/receipts/chase.ts";
import { PASSWORD } from "../support/accounts.ts";
import {
  connectAll,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const DAY = 24 * 60;

let councils: ThreeCouncils;
let amara: Officer;
let martin: Browser;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, sunderland, wiltshire } = councils;
  await connectAll(net);
  amara = await councils.officer(sunderland, "Amara Okafor");
  for (const officer of [amara, await councils.officer(wiltshire, "Rhian Price")])
    await councils.join(officer);
  await net.settle();
  await signIn();
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("G15: each council that a removal was sent to confirms it with a signed receipt, which facilitators read and nobody else", async () => {
  const { net, somerset } = councils;
  await remove("A placement");
  expect(await receipts(martin)).toEqual([
    ["Sunderland", false],
    ["Wiltshire", false],
  ]);
  await net.settle();
  expect(await receipts(martin)).toEqual([
    ["Sunderland", true],
    ["Wiltshire", true],
  ]);
  expect((await martin.get(logPath(await handle()))).text).toContain("Confirmed by 2 of 2 councils’ sites");
  expect(await receipts(browserOn(webAppFor(somerset.ctx), somerset.origin))).toBeNull();
  const kept = await somerset.ctx.sql<{ actor: string; proof: string | null }[]>`
    select d ->> 'actor' as actor, d #>> '{proof,cryptosuite}' as proof
    from removal_receipts, lateral (select convert_from(receipt, 'UTF8')::jsonb as d) x order by 1`;
  expect(kept.map(({ actor }) => new URL(actor).hostname).sort()).toEqual([
    "sunderland.localhost",
    "wiltshire.localhost",
  ]);
  expect(kept.every(({ actor, proof }) => actor.endsWith("/ap/actor") && proof === "eddsa-jcs-2022")).toBe(
    true,
  );
});

test("G15: a council that is stopped is the one outstanding, and confirms when it is back", async () => {
  const { net, somerset, sunderland, wiltshire } = councils;
  await wiltshire.stop();
  await remove("A second placement");
  await net.settle();
  expect(await receipts(martin)).toEqual([
    ["Wiltshire", false],
    ["Sunderland", true],
  ]);
  expect((await martin.get(logPath(await handle()))).text).toContain("Wiltshire has not confirmed yet.");
  expect(await checkReceipts(somerset.ctx)).toEqual([]);
  net.clock.advance(8 * DAY);
  expect(await checkReceipts(somerset.ctx)).toMatchObject([
    { code: "peers.silent", level: "look", about: wiltshire.origin, facts: { name: "Wiltshire", count: 1 } },
  ]);
  await wiltshire.start();
  for (let round = 0; round < 3; round++) {
    net.clock.advance(DAY);
    await chaseReceipts(somerset.ctx);
    await net.settle();
  }
  await signIn();
  expect(await receipts(martin)).toEqual([
    ["Sunderland", true],
    ["Wiltshire", true],
  ]);
  expect(await checkReceipts(somerset.ctx)).toEqual([]);
  const sent = await sunderland.ctx
    .sql`select 1 from activities where type = 'Accept' and facts ->> 'what' = 'receipt'`;
  expect(sent, "once for each removal").toHaveLength(2);
});

test("G15: a removal that was refused there, or dropped from the lane, is sent again each day until it is confirmed", async () => {
  const { net, somerset, wiltshire } = councils;
  await remove("A third placement");
  await somerset.ctx.sql`delete from deliveries where origin = ${wiltshire.origin}`;
  await net.settle();
  expect(await chaseReceipts(somerset.ctx), "not at once").toBe(0);
  net.clock.advance(DAY + 1);
  await chaseReceipts(somerset.ctx);
  expect(await chaseReceipts(somerset.ctx), "once a day").toBe(0);
  await net.settle();
  await signIn();
  expect(await receipts(martin)).toEqual([
    ["Sunderland", true],
    ["Wiltshire", true],
  ]);
});

/** Sessions end while days go by. */
async function signIn(): Promise<void> {
  const { somerset } = councils;
  martin = browserOn(webAppFor(somerset.ctx), somerset.origin);
  await martin.post("/sign-in", { email: "martin.hale@somerset.gov.example", password: PASSWORD });
}

async function remove(title: string): Promise<void> {
  const { net, somerset, martin: by } = councils;
  const iri = await councils.write(amara, { title, text: "The child is called Alex." });
  await net.settle();
  const postId = await postIdOn(somerset, iri);
  await removePost(somerset.ctx, { actorId: by.actorId, postId, reason: "It names a child." });
}

/** Of the newest removal: each council and whether it confirmed; null where that is not for this reader. */
async function receipts(browser: Browser) {
  const { text } = await browser.get(logPath(await handle()), { accept: "application/json" });
  const [newest] = JSON.parse(text).items as {
    receipts: { name: string; confirmed: string | null }[] | null;
  }[];
  return newest?.receipts?.map(({ name, confirmed }) => [name, confirmed !== null]) ?? null;
}

function logPath(name: string): string {
  return `/c/${name}/moderation-log`;
}

async function handle(): Promise<string> {
  const [group] = await councils.somerset.ctx.sql<{ handle: string }[]>`
    select handle from actors where iri = ${councils.groupIri}`;
  return group?.handle ?? "";
}
