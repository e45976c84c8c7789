import { expect, test } from "vitest";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { chooseHistory } from "../../node/peers/history.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { refusalOf } from "../support/accounts.ts";
import { differences, heldPosts } from "../support/held.ts";
import { startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { browserOn, webAppFor } from "../support/web.ts";

const MINUTES_A_DAY = 24 * 60;

test("P-12: only as many days as the settings say are brought, the page says from when, and more days bring the rest", async () => {
  await using councils = await startThreeCouncils("open", { historyDays: 30 });
  const { net, martin, sunderland } = councils;
  const old = await councils.write(martin, { title: "Asked in the summer", text: "Long ago." });
  net.clock.advance(60 * MINUTES_A_DAY);
  await councils.write(martin, { title: "Asked this week", text: "Just now." });
  await councils.write(martin, { text: "Found it myself.", parentIri: old });
  await net.connect("sunderland", "somerset");
  expect(await titlesOn(councils)).toEqual(["Asked this week"]);
  const page = await pageOf(councils);
  expect(page.holding).toMatchObject({ kind: "since", from: expect.any(Date) });
  expect(page.html).toContain("Older ones are at Somerset.");

  expect(await refusalOf(choose(councils, { days: -1 }))).toBe("invalid");
  await choose(councils, { days: 10 });
  await net.settle();
  expect(await titlesOn(councils)).toEqual(["Asked this week"]);
  await choose(councils, { days: 365 });
  await net.settle();
  expect((await pageOf(councils)).holding.kind).toBe("complete");
  expect(await titlesOn(councils)).toEqual(["Asked in the summer", "Asked this week"]);
  const home = await heldPosts(councils.somerset, await councils.communityOn(councils.somerset));
  expect(differences(home, await heldPosts(sunderland, await councils.communityOn(sunderland)))).toEqual([]);
});

test("Where everything is older than what is brought the page says so, and what comes later is never left out", async () => {
  await using councils = await startThreeCouncils("open", { historyDays: 0, historyItems: 0 });
  const { net, martin, sunderland } = councils;
  await councils.write(martin, { title: "Asked before", text: "One." });
  net.clock.advance(MINUTES_A_DAY);
  await net.connect("sunderland", "somerset");
  const before = await pageOf(councils);
  expect(before.holding).toMatchObject({ kind: "since", from: null });
  expect(before.html).toContain("are older than those that are brought here");
  expect(before.html).not.toContain("Nothing has been written here yet");

  await sunderland.stop();
  await councils.write(martin, { title: "Asked while it was away", text: "Two." });
  for (let day = 0; day < 5; day++) {
    net.clock.advance(MINUTES_A_DAY);
    await net.settle();
  }
  await sunderland.start();
  net.clock.advance(7 * 60);
  await net.settle();
  await councils.write(martin, { title: "Asked after", text: "Three." });
  await net.settle();
  expect(await titlesOn(councils)).toEqual(["Asked while it was away", "Asked after"]);
  await choose(councils, { days: 90, items: 100 });
  await net.settle();
  expect(await titlesOn(councils)).toEqual(["Asked before", "Asked while it was away", "Asked after"]);
  expect((await pageOf(councils)).holding.kind).toBe("complete");
});

test("The most entries of a community are the newest ones", async () => {
  await using councils = await startThreeCouncils("open", { historyItems: 2 });
  for (const title of ["First", "Second", "Third"])
    await councils.write(councils.martin, { title, text: "Text." });
  councils.net.clock.advance(60);
  await councils.net.connect("sunderland", "somerset");
  expect(await titlesOn(councils)).toEqual(["Second", "Third"]);
});

test("P-12: without older discussions none come, the page says when they will, and joining brings them", async () => {
  await using councils = await startThreeCouncils();
  const { net, martin, sunderland, somerset } = councils;
  await councils.write(martin, { title: "Who signs off?", text: "Each year." });
  await askPeer(sunderland.ctx, { accountId: null, address: somerset.origin, message: "" });
  await choose(councils, { bring: false });
  await net.settle();
  const asking = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
  const answer = { peerId: asking?.id ?? "", accept: true, reason: "", accountId: null };
  await answerPeer(somerset.ctx, answer);
  await net.settle();
  expect(await titlesOn(councils)).toEqual([]);
  const before = await pageOf(councils);
  expect(before.holding).toEqual({ kind: "on-joining", brought: 0 });
  expect(before.html).toContain("They come here once somebody here joins or follows it.");
  expect(before.html).not.toContain("Nothing has been written here yet");

  const amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  expect(await titlesOn(councils)).toEqual(["Who signs off?"]);
  expect((await pageOf(councils)).holding.kind).toBe("complete");
});

test("A council that no longer brings discussions says so, keeps what is here, and brings what it missed when it does again", async () => {
  await using councils = await startThreeCouncils();
  const { net, martin } = councils;
  await councils.write(martin, { title: "Before", text: "One." });
  await net.connect("sunderland", "somerset");
  await choose(councils, { bring: false });
  await net.settle();
  await councils.write(martin, { title: "Meanwhile", text: "Two." });
  await net.settle();
  expect(await titlesOn(councils)).toEqual(["Before"]);
  const between = await pageOf(councils);
  expect(between.holding).toMatchObject({ kind: "on-joining", brought: 1 });
  expect(between.html).toContain("Nobody here follows this community now");
  await choose(councils, { bring: true });
  await net.settle();
  expect(await titlesOn(councils)).toEqual(["Before", "Meanwhile"]);
  expect((await pageOf(councils)).holding.kind).toBe("complete");
});

async function choose(
  { sunderland, somerset }: ThreeCouncils,
  wanted: { bring?: boolean; days?: number; items?: number },
): Promise<void> {
  const peer = await peerByOrigin(sunderland.ctx.sql, somerset.origin);
  await chooseHistory(sunderland.ctx, {
    peerId: peer?.id ?? "",
    bring: wanted.bring ?? true,
    days: wanted.days ?? 90,
    items: wanted.items ?? 100_000,
    accountId: null,
  });
}

/** Titles of the discussions that Sunderland holds, the oldest first. */
async function titlesOn(councils: ThreeCouncils): Promise<readonly string[]> {
  const { sunderland } = councils;
  const rows = await sunderland.ctx.sql<{ title: string }[]>`
    select title from posts where community_id = ${await councils.communityOn(sunderland)} and title <> ''
    order by published`;
  return rows.map((row) => row.title);
}

/** The community on Sunderland's site: what it says it holds, and its page as a visitor reads it. */
async function pageOf({ sunderland, groupIri }: ThreeCouncils) {
  const { ctx, origin } = sunderland;
  const [row] = await ctx.sql<{ handle: string }[]>`select handle from actors where iri = ${groupIri}`;
  const handle = `${row?.handle}@${new URL(groupIri).host}`;
  const community = await reading(ctx, ANYONE, (r) => findCommunity(r, ANYONE, handle));
  const { text } = await browserOn(webAppFor(ctx), origin).get(community.path);
  return { holding: community.holding, html: text };
}
