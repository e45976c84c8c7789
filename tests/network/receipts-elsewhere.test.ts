import { afterAll, beforeAll, expect, test } from "vitest";
import { postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { appoint, type ClosedCouncils, signedInAs, startClosedCouncils } from "../support/closed-councils.ts";
import { postIdOn } from "../support/three-councils.ts";
import type { Browser } from "../support/web.ts";

// J9: a facilitator of Somerset's members-only community whose account is at Wiltshire reads which councils obeyed.

let councils: ClosedCouncils;
let log = "";
let rhian: Browser;
beforeAll(async () => {
  councils = await startClosedCouncils();
  const { somerset, groupIri } = councils;
  const [group] = await somerset.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  log = `/c/${group?.handle}@${new URL(groupIri).host}/moderation-log`;
  rhian = await signedInAs(councils.rhian);
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("G15: a member elsewhere reads no receipts, and a node without a facilitator is told none", async () => {
  const removalIri = await remove("A placement");
  expect(await receipts(rhian)).toBeNull();
  const { wiltshire, groupIri } = councils;
  await expect(
    wiltshire.ctx.ports.remote.receipts(wiltshire.ctx, groupIri, [removalIri]),
  ).rejects.toMatchObject({
    code: "not-found",
  });
});

test("G15: a facilitator elsewhere reads in their own council's log which councils have obeyed and which is outstanding", async () => {
  const { net, sunderland } = councils;
  await appoint(councils, councils.rhian);
  expect(await receipts(rhian)).toEqual([
    ["Sunderland", true],
    ["Wiltshire", true],
  ]);
  await sunderland.stop();
  await remove("A second placement");
  const { text } = await rhian.get(log);
  expect(text).toContain("Confirmed by 1 of 2 councils’ sites");
  expect(text).toContain("Sunderland has not confirmed yet.");
  await sunderland.start();
  for (let minutes = 0; minutes < 10; minutes++) {
    net.clock.advance(1);
    await net.settle();
  }
  expect((await rhian.get(log)).text).toContain("Confirmed by 2 of 2 councils’ sites");
});

test("G15: what a facilitator elsewhere removed has its receipts too, also from their own council's site", async () => {
  const { net, wiltshire, rhian: by, amara } = councils;
  const iri = await councils.write(amara, { title: "A third placement", text: "It names a child." });
  await net.settle();
  await removePost(wiltshire.ctx, {
    actorId: by.actorId,
    postId: await postIdOn(wiltshire, iri),
    reason: "It names a child.",
  });
  await net.settle();
  expect((await postByIri(councils.sunderland.ctx.sql, iri))?.state).toBe("removed");
  expect(await receipts(rhian)).toEqual([
    ["Sunderland", true],
    ["Wiltshire", true],
  ]);
});

test("G15: while the community's own site is away the log is shown without receipts, and says so", async () => {
  const { somerset, wiltshire } = councils;
  await somerset.stop();
  const { text } = await rhian.get(log);
  expect(text).toContain("It names a child.");
  expect(text).toContain("cannot be shown now, because the community’s own site does not say");
  expect(await receipts(rhian)).toBeNull();
  const kept = await wiltshire.ctx.sql`select 1 from removal_receipts`;
  expect(kept, "nothing is kept of them").toEqual([]);
  await somerset.start();
});

test("G15: who facilitates no more reads no receipts, and their council's site is told none", async () => {
  await appoint(councils, councils.rhian, false);
  expect(await receipts(rhian)).toBeNull();
  const { wiltshire, groupIri } = councils;
  const [act] = await wiltshire.ctx.sql<
    { iri: string }[]
  >`select activity_iri as iri from moderation_acts limit 1`;
  const asked = wiltshire.ctx.ports.remote.receipts(wiltshire.ctx, groupIri, [act?.iri ?? ""]);
  await expect(asked).rejects.toMatchObject({ code: "not-found" });
});

/** Martin removes a new post of Amara's; the removal. */
async function remove(title: string): Promise<string> {
  const { net, somerset, martin, rhian: writer } = councils;
  const by = title === "A second placement" ? writer : councils.amara;
  const iri = await councils.write(by, { title, text: "It names a child." });
  await net.settle();
  const postId = await postIdOn(somerset, iri);
  await removePost(somerset.ctx, { actorId: martin.actorId, postId, reason: "It names a child." });
  await net.settle();
  const [act] = await somerset.ctx.sql<{ iri: string }[]>`
    select activity_iri as iri from moderation_acts where post_id = ${postId}`;
  return act?.iri ?? "";
}

/** Of the newest removal: each council and whether it confirmed; null where that is not for this reader. */
async function receipts(browser: Browser) {
  const { text } = await browser.get(log, { accept: "application/json" });
  const [newest] = JSON.parse(text).items as {
    receipts: { name: string; confirmed: string | null }[] | null;
  }[];
  return newest?.receipts?.map(({ name, confirmed }) => [name, confirmed !== null]) ?? null;
}
