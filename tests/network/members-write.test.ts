import { afterAll, beforeAll, expect, test } from "vitest";
import { changeCommunity } from "../../node/communities/change.ts";
import type { Level } from "../../node/communities/types.ts";
import { idOf } from "../../node/ids.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { PASSWORD, refusalOf } from "../support/accounts.ts";
import { type Officer, postIdOn, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const WORDS = "We settle it in one panel a month, and the carer sits in.";

/** A community of Somerset where members post, with one question in it, read at Sunderland. */
let councils: ThreeCouncils;
let question: string;
beforeAll(async () => {
  councils = await startThreeCouncils("restricted");
  await councils.net.connect("sunderland", "somerset");
  question = await councils.write(councils.martin, {
    title: "Who decides the allowance?",
    text: "Panel or team?",
  });
  await councils.net.settle();
});
afterAll(async () => councils[Symbol.asyncDispose]());

test("What somebody writes where only members post is kept, and stands in the box when another council has approved them", async () => {
  const { net, sunderland, somerset } = councils;
  const amara = await councils.officer(sunderland, "Amara Okafor");
  const browser = await signedIn(amara);
  const thread = await threadPath();
  expect((await browser.get(thread)).text).not.toContain("<textarea");

  const refused = await browser.post(`${thread}/reply`, { text: WORDS });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Your text is kept as a draft and comes back when you are a member.");
  const community = thread.replace(/\/t\/.*$/, "");
  const ask = `${community}/new?kind=question`;
  const asked = await browser.post(ask, { title: "Do you pay for respite?", text: "Ours ended in March." });
  expect([asked.status, asked.text.includes("Ours ended in March.")]).toEqual([422, true]);
  expect((await browser.get(ask)).text).toContain("Your text is kept as a draft");

  await browser.post(`${community}/join`, { words: "I run our panel.", next: thread });
  await net.settle();
  const waiting = await browser.get(thread);
  expect([waiting.text.includes("<textarea"), waiting.text.includes("Your text is kept")]).toEqual([
    false,
    true,
  ]);

  await decide();
  await net.settle();
  expect(boxIn((await browser.get(thread)).text)).toBe(WORDS);
  expect(boxIn((await browser.get(ask)).text)).toBe("Ours ended in March.");
  const posted = await browser.post(`${thread}/reply`, { text: WORDS });
  expect(posted.status).toBe(303);
  await net.settle();
  expect(boxIn((await browser.get(thread)).text), "what was posted is no draft any more").toBe("");
  const held = await somerset.ctx.sql`select 1 from posts where source = ${WORDS} and state = 'accepted'`;
  expect(held).toHaveLength(1);
});

test("How one joins can be changed after the first post, at every council; who can read cannot", async () => {
  const { net, sunderland, somerset } = councils;
  await changeLevel("open");
  await net.settle();
  const bea = await councils.officer(sunderland, "Bea Lowe");
  await councils.join(bea);
  await net.settle();
  expect(await stateOf(bea), "nobody has to approve").toBe("active");
  const requests = await somerset.ctx.sql`select 1 from memberships where state = 'requested'`;
  expect(requests).toHaveLength(0);

  await changeLevel("restricted");
  await net.settle();
  const cai = await councils.officer(sunderland, "Cai Lloyd");
  expect((await (await signedIn(cai)).get(await threadPath())).text).toContain("Ask to join");
  await councils.join(cai);
  await net.settle();
  expect(await stateOf(cai)).toBe("requested");
  await decide();
  await net.settle();
  expect(await stateOf(cai)).toBe("active");
  expect(await stateOf(bea), "whoever joined stays").toBe("active");

  for (const level of ["closed", "confidential"] as const)
    expect(await refusalOf(changeLevel(level))).toBe("level-fixed");
  expect((await sunderland.get(await threadPath())).status, "anyone reads it still").toBe(200);
});

async function signedIn({ node, name }: Officer): Promise<Browser> {
  const browser = browserOn(webAppFor(node.ctx), node.origin);
  const email = `${name.toLowerCase().replace(" ", ".")}@${node.name}.gov.example`;
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

/** The question on Sunderland's pages. */
async function threadPath(): Promise<string> {
  const { sunderland, groupIri } = councils;
  const [group] = await sunderland.ctx.sql<
    { handle: string }[]
  >`select handle from actors where iri = ${groupIri}`;
  const id = idOf(await postIdOn(sunderland, question));
  return `/c/${group?.handle}@${new URL(groupIri).host}/t/${id}`;
}

/** What stands in the box for writing; null where there is none. */
function boxIn(html: string): string | null {
  return /<textarea[^>]*name="text"[^>]*>([^<]*)<\/textarea>/.exec(html)?.[1] ?? null;
}

/** Martin approves the one request that waits at Somerset. */
async function decide(): Promise<void> {
  const { ctx } = councils.somerset;
  const [row] = await ctx.sql<{ id: string }[]>`select id from memberships where state = 'requested'`;
  const decision = { facilitatorId: councils.martin.actorId, membershipId: row?.id ?? "" };
  await decideRequest(ctx, { ...decision, accept: true, words: "" });
}

async function changeLevel(level: Level): Promise<void> {
  const { somerset, martin } = councils;
  const draft = {
    name: "Adoption and kinship care",
    purpose: "For officers who assess, support and pay carers.",
    charter: {},
    themes: ["adoption"],
    language: "en" as const,
    level,
  };
  const communityId = await councils.communityOn(somerset);
  const reach = { indexable: false, feed: false };
  await changeCommunity(somerset.ctx, { facilitatorId: martin.actorId, communityId, draft, ...reach });
}

async function stateOf({ node, actorId }: Officer): Promise<string | undefined> {
  const communityId = await councils.communityOn(node);
  const [row] = await node.ctx.sql<{ state: string }[]>`
    select state from memberships where actor_id = ${actorId} and community_id = ${communityId}`;
  return row?.state;
}
