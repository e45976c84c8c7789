import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { type Browser, openTestSite, signedInOn, type TestSite } from "../support/web.ts";

let site: TestSite;
let facilitator: Browser;
let member: Browser;
let administrator: Browser;
let author: Browser;
let thread: string;
let postId: string;
beforeAll(async () => {
  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }];
  site = await openTestSite({
    config: { councils, contact: { name: "Pat Reed", email: "help@sunderland.gov.uk" } },
  });
  facilitator = await personOn("Asha Patel");
  member = await personOn("Huw Evans");
  author = await personOn("Mari Rees");
  await personOn("Tom Reed");
  const { accountId } = await idsOf("Tom Reed");
  await makeAdministrator(site.ctx, { accountId, by: null });
  administrator = site.browser();
  await administrator.post("/sign-in", { email: emailOf("Tom Reed"), password: "teal harbour lanterns 4" });
  const founder = await idsOf("Asha Patel");
  const community = await createCommunity(site.ctx, founder, {
    name: "Kinship Care",
    purpose: "For people who assess carers.",
    charter: {},
    level: "open",
    themes: [],
    language: "en",
  });
  const mari = await idsOf("Mari Rees");
  await joinCommunity(site.ctx, { actorId: mari.actorId, communityId: community.id });
  const draft = {
    kind: "topic",
    communityId: community.id,
    title: "Names in public",
    text: "The child is called Alex.",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  } as const;
  const post = await publishPost(site.ctx, {
    authorId: mari.actorId,
    content: await composePost(site.ctx, draft),
  });
  postId = idOf(post.id);
  thread = `/c/kinship_care/t/${postId}`;
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

test("A visitor reports in two clicks; the facilitator finds it, reads the post and removes it in one", async () => {
  const visitor = site.browser();
  const form = await visitor.get(`${thread}/p/${postId}/report`);
  expect(form.status).toBe(200);
  // The commonest reason is chosen already.
  expect(form.text).toMatch(/value="conduct" checked/);
  const sent = await visitor.post(`${thread}/p/${postId}/report`, {
    category: "safeguarding",
    words: "A child is named",
    email: "",
  });
  expect(sent.status).toBe(200);
  const list = await facilitator.get("/c/kinship_care/reports");
  const path = /href="(\/moderation\/[0-9a-z]{26})"/.exec(list.text)?.[1] ?? "";
  expect(list.text).toContain("A child is named");
  const page = await facilitator.get(path);
  expect(page.text).toContain("The child is called Alex.");
  expect(page.text).toContain("It could put a person at risk.");
  const refused = await facilitator.post(path, { act: "remove", reason: " " });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('href="#reason"');
  const done = await facilitator.post(path, { act: "remove", reason: "It could put a person at risk." });
  expect(done).toMatchObject({ status: 303, to: "/c/kinship_care/reports?done=removed" });
  expect((await visitor.get(thread)).text).not.toContain("The child is called Alex.");
  const again = await facilitator.post(path, { act: "dismiss", reason: "" });
  expect(again.text).toContain("Asha Patel removed the post on");
  expect((await facilitator.get("/moderation?show=closed")).text).toContain(path);
});

test("Reports are for facilitators of the community and for administrators; to everyone else they do not exist", async () => {
  const [report] = await site.ctx.sql<{ id: string }[]>`select id from reports`;
  const path = `/moderation/${idOf(report?.id ?? "")}`;
  for (const outsider of [member, author]) {
    expect((await outsider.get(path)).status).toBe(404);
    expect((await outsider.post(path, { act: "dismiss", reason: "" })).status).toBe(404);
    expect((await outsider.get("/c/kinship_care/reports")).status).toBe(403);
    expect((await outsider.get("/admin/reports")).status).toBe(403);
    expect((await outsider.get("/moderation")).text).not.toContain("Names in public");
  }
  expect((await site.browser().get(path)).to).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  const seen = await administrator.get("/admin/reports?show=closed");
  expect(seen.text).toContain("Names in public");
  expect((await administrator.get(path)).text).not.toContain('name="act"');
  expect((await administrator.post(path, { act: "dismiss", reason: "" })).status).not.toBe(303);
});

test("A person finds what they reported and what became of it; the same page in Welsh", async () => {
  const mari = await idsOf("Mari Rees");
  const [community] = await site.ctx.sql<{ id: string }[]>`select id from communities`;
  const draft = {
    kind: "topic",
    communityId: community?.id ?? "",
    title: "Second",
    text: "Buy now.",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  } as const;
  const post = await publishPost(site.ctx, {
    authorId: mari.actorId,
    content: await composePost(site.ctx, draft),
  });
  const path = `/c/kinship_care/t/${idOf(post.id)}/p/${idOf(post.id)}/report`;
  expect((await member.post(path, { category: "spam", words: "" })).status).toBeLessThan(400);
  expect((await member.get("/me/reports")).text).toContain("Second");
  expect((await member.get("/me/reports")).text).toContain("Open");
  const found = JSON.parse((await facilitator.get("/moderation", { accept: "application/json" })).text);
  expect(found.items).toMatchObject([{ category: "spam", from: { kind: "member" }, mayDecide: true }]);
  expect(JSON.stringify(found)).not.toContain("Huw");
  const decided = await facilitator.post(`/moderation/${idOf(found.items[0].id)}`, {
    act: "dismiss",
    reason: "",
  });
  expect(decided.to).toBe("/c/kinship_care/reports?done=dismissed");
  await member.post("/language", { language: "cy" });
  expect((await member.get("/me/reports")).text).toContain("Wedi’i wrthod");
});

test("A network of visitors reports twenty times an hour and no more; officers are counted one by one", async () => {
  const path = `${thread}/p/${postId}/report`;
  const statuses: number[] = [];
  for (let i = 0; i < 21; i++) {
    const visitor = site.browser({ address: "198.51.100.7" });
    statuses.push((await visitor.post(path, { category: "spam", words: "" })).status);
  }
  expect(statuses.slice(0, 20)).not.toContain(429);
  expect(statuses[20]).toBe(429);
  expect((await site.browser({ address: "203.0.113.9" }).post(path, { category: "spam" })).status).not.toBe(
    429,
  );
});

function emailOf(name: string): string {
  return `${name.toLowerCase().replace(" ", ".")}@sunderland.gov.uk`;
}

function personOn(name: string): Promise<Browser> {
  return signedInOn(site, { name, email: emailOf(name) });
}

async function idsOf(name: string): Promise<{ accountId: string; actorId: string }> {
  const [row] = await site.ctx.sql<{ accountId: string; actorId: string }[]>`
    select id as "accountId", actor_id as "actorId" from accounts where email = ${emailOf(name)}`;
  if (!row) throw new Error(`${name} has not joined.`);
  return row;
}
