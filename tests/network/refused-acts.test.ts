import { afterAll, beforeAll, expect, test } from "vitest";
import { suspendMember } from "../../node/memberships/suspend.ts";
import { decideReport } from "../../node/moderation/decide.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { postByIri } from "../../node/posts/find.ts";
import { lockThread } from "../../node/posts/keep-order.ts";
import { removePost } from "../../node/posts/remove.ts";
import { PASSWORD } from "../support/accounts.ts";
import {
  connectAll,
  type Officer,
  postIdOn,
  startThreeCouncils,
  type ThreeCouncils,
} from "../support/three-councils.ts";
import { browserOn, webAppFor } from "../support/web.ts";

// Owain of Wiltshire believes that he facilitates a community of Somerset, which no longer lets him.

const SECRET = "The child is called Alex.";

let councils: ThreeCouncils;
let amara: Officer;
let owain: Officer;
let question: string;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, sunderland, wiltshire } = councils;
  await connectAll(net);
  amara = await councils.officer(sunderland, "Amara Okafor");
  owain = await councils.officer(wiltshire, "Owain Lloyd");
  for (const officer of [amara, owain]) await councils.join(officer);
  await net.settle();
  question = await councils.write(amara, { title: "A placement", text: SECRET });
  await net.settle();
  await wiltshire.ctx.sql`update memberships set role = 'facilitator' where actor_id = ${owain.actorId}`;
});
afterAll(() => councils[Symbol.asyncDispose]());

async function notices(): Promise<string> {
  const { wiltshire } = councils;
  const browser = browserOn(webAppFor(wiltshire.ctx), wiltshire.origin);
  await browser.post("/sign-in", { email: "owain.lloyd@wiltshire.gov.example", password: PASSWORD });
  return (await browser.get("/notifications")).text;
}

async function here() {
  const { wiltshire } = councils;
  const post = await postByIri(wiltshire.ctx.sql, question);
  return { state: post?.state, locked: post?.locked !== null, text: post?.html.includes(SECRET) };
}

async function logged(): Promise<number> {
  return (await councils.wiltshire.ctx.sql`select 1 from moderation_acts`).length;
}

test("J9: a removal that the community refuses is taken back where it was made, text and all, and its facilitator reads why", async () => {
  const { net, wiltshire, somerset } = councils;
  const postId = await postIdOn(wiltshire, question);
  await removePost(wiltshire.ctx, { actorId: owain.actorId, postId, reason: "It names a child." });
  expect((await here()).state).toBe("removed");
  expect(await logged()).toBe(1);
  await net.settle();
  expect(await here()).toEqual({ state: "accepted", locked: false, text: true });
  expect((await postByIri(somerset.ctx.sql, question))?.state).toBe("accepted");
  expect(await logged(), "nothing was done").toBe(0);
  expect(await notices()).toContain("Adoption and kinship care did not accept removing a post.");
});

test("J9: a lock and a pause that the community refuses are told, and the discussion is open", async () => {
  const { net, wiltshire } = councils;
  const rootId = await postIdOn(wiltshire, question);
  await lockThread(wiltshire.ctx, { actorId: owain.actorId, rootId, on: true, reason: "Answered." });
  const communityId = await councils.communityOn(wiltshire);
  const [her] = await wiltshire.ctx.sql<{ id: string }[]>`select id from actors where name = ${amara.name}`;
  const about = { byId: owain.actorId, actorId: her?.id ?? "", communityId };
  await suspendMember(wiltshire.ctx, { ...about, reason: "Rude.", until: null });
  await net.settle();
  expect(await here()).toEqual({ state: "accepted", locked: false, text: true });
  const page = await notices();
  for (const act of ["closing a discussion", "pausing a member"])
    expect(page).toContain(`did not accept ${act}.`);
});

test("J9: a report whose decision the community refuses is open again where it was decided", async () => {
  const { net, wiltshire, somerset } = councils;
  const reporter = await councils.officer(wiltshire, "Bea Lowe");
  await reportPost(wiltshire.ctx, {
    postId: await postIdOn(wiltshire, question),
    by: { accountId: reporter.accountId, actorId: reporter.actorId },
    category: "conduct",
    words: "Rude",
  });
  await net.settle();
  const [report] = await wiltshire.ctx.sql<{ id: string }[]>`select id from reports`;
  const decision = {
    facilitatorId: owain.actorId,
    reportId: report?.id ?? "",
    act: "dismiss",
    reason: "",
  } as const;
  expect(await decideReport(wiltshire.ctx, decision)).toBe("sent");
  await net.settle();
  const [back] = await wiltshire.ctx.sql`select state, sent, decided_by from reports`;
  expect(back).toEqual({ state: "open", sent: null, decided_by: null });
  expect((await somerset.ctx.sql`select state from reports`)[0]?.state).toBe("open");
  expect(await notices()).toContain("did not accept your decision about a report.");
});
