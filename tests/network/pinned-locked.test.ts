import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf } from "../../node/ids.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import { PASSWORD } from "../support/accounts.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const TITLES = ["Who pays for the checks?", "Which form do you use?", "How long does it take?"] as const;
const REASON = "The rota is full until May.";

let councils: ThreeCouncils;
let amara: Officer;
let browser: Browser;
const iris: string[] = [];
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  for (const title of TITLES) {
    net.clock.advance(5);
    iris.push(await councils.write(martin, { title, text: "We would like to compare." }));
  }
  await net.settle();
  browser = browserOn(webAppFor(sunderland.ctx), sunderland.origin);
  await browser.post("/sign-in", { email: "amara.okafor@sunderland.gov.example", password: PASSWORD });
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("What a facilitator pins stands first at the other council too, until the pin is taken away", async () => {
  const newestFirst = TITLES.toReversed();
  expect(await titlesShown()).toEqual(newestFirst);
  await pin(true);
  expect(await titlesShown()).toEqual([TITLES[0], TITLES[2], TITLES[1]]);
  await pin(false);
  expect(await titlesShown()).toEqual(newestFirst);
});

test("A discussion closed at its own council takes no reply at the other, which says why, and opens again there", async () => {
  await lock(true);
  await councils.net.settle();
  const path = await threadPath(1);
  const closed = await browser.get(path);
  expect(closed.text).toContain(`This discussion is closed for new replies. ${REASON}`);
  expect(closed.text).not.toContain("<textarea");
  const late = await browser.post(`${path}/reply`, { text: "The form from 2024." });
  expect(late.status).toBe(422);
  expect(late.text).toContain(REASON);
  expect(late.text, "written before it was closed, and not lost").toContain(
    "Your text is kept in your drafts.",
  );
  expect((await browser.get("/drafts")).text).toContain("Which form do you use?");
  await lock(false);
  await councils.net.settle();
  expect((await browser.get(path)).text).toContain("The form from 2024.</textarea>");
});

test("A reply that crosses the closing is declined with the reason, is changed and sent again, and is taken", async () => {
  const { net, somerset } = councils;
  await lock(true);
  const iri = await councils.write(amara, { text: "We use the short form.", parentIri: iris[1] ?? "" });
  await net.settle();
  expect(await stateAt(somerset.ctx.sql, iri)).toBeUndefined();
  const path = await threadPath(1);
  const declined = (await browser.get(path)).text;
  expect(declined).toContain(`Somerset declined this: This discussion is closed for new replies. ${REASON}`);
  const edit = /href="([^"]+\/edit)">Edit and send again</.exec(declined)?.[1] ?? "";
  await lock(false);
  await net.settle();
  await sendAgain(edit, "We use the short form of 2025.");
  expect((await browser.get(path)).text).not.toContain("declined this");
  await net.settle();
  expect(await stateAt(somerset.ctx.sql, iri)).toEqual({
    state: "accepted",
    source: "We use the short form of 2025.",
  });
  expect(await stateAt(amara.node.ctx.sql, iri)).toEqual({
    state: "accepted",
    source: "We use the short form of 2025.",
  });
  expect((await browser.get(path)).text).toContain("In the community at Somerset.");
});

test("A post by somebody whose membership had ended unheard is declined in words, and taken once they joined again", async () => {
  const { net, somerset, sunderland } = councils;
  const [row] = await sunderland.ctx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${amara.actorId}`;
  const there = await actorByIri(somerset.ctx.sql, row?.iri ?? "");
  await leaveCommunity(somerset.ctx, {
    actorId: there?.id ?? "",
    communityId: await councils.communityOn(somerset),
  });
  const iri = await councils.write(amara, { title: "Do you visit twice?", text: "We do." });
  await net.settle();
  const path = `${(await threadPath(1)).replace(/[^/]+$/, "")}${idOf(await postIdOn(sunderland, iri))}`;
  const declined = (await browser.get(path)).text;
  expect(declined).toContain("Somerset declined this: Only members of this community can do this.");
  const communityId = await councils.communityOn(sunderland);
  await leaveCommunity(sunderland.ctx, { actorId: amara.actorId, communityId });
  await councils.join(amara);
  await net.settle();
  const edit = /href="([^"]+\/edit)">Edit and send again</.exec(declined)?.[1] ?? "";
  await sendAgain(edit, "We do, in the first year.", "Do you visit twice?");
  await net.settle();
  expect(await stateAt(somerset.ctx.sql, iri)).toMatchObject({ state: "accepted" });
});

/** The form for changing a post, as it is filled in, with other words. */
async function sendAgain(edit: string, text: string, title = ""): Promise<void> {
  const form = (await browser.get(edit)).text;
  const revision = /name="revision" value="(\d+)"/.exec(form)?.[1] ?? "";
  expect((await browser.post(edit, { revision, text, title })).status).toBe(303);
}

async function titlesShown(): Promise<readonly string[]> {
  const { text } = await browser.get((await threadPath(1)).replace(/\/t\/.*$/, ""));
  return TITLES.map((title) => [title, text.indexOf(title)] as const)
    .toSorted(([, a], [, b]) => a - b)
    .map(([title]) => title);
}

async function pin(on: boolean): Promise<void> {
  const { somerset, martin, net } = councils;
  const rootId = await postIdOn(somerset, iris[0] ?? "");
  await pinThread(somerset.ctx, { actorId: martin.actorId, rootId, on });
  await net.settle();
}

async function lock(on: boolean): Promise<void> {
  const { somerset, martin } = councils;
  const rootId = await postIdOn(somerset, iris[1] ?? "");
  await lockThread(somerset.ctx, { actorId: martin.actorId, rootId, on, reason: REASON });
}

/** One of Martin's questions on Sunderland's pages. */
async function threadPath(n: number): Promise<string> {
  const { sunderland, groupIri } = councils;
  const [group] = await sunderland.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  const id = idOf(await postIdOn(sunderland, iris[n] ?? ""));
  return `/c/${group?.handle}@${new URL(groupIri).host}/t/${id}`;
}

async function stateAt(sql: Officer["node"]["ctx"]["sql"], iri: string) {
  const [row] = await sql<
    { state: string; source: string }[]
  >`select state, source from posts where iri = ${iri}`;
  return row;
}
