import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { PostDraft } from "../../node/posts/types.ts";
import { type Browser, openTestSite, signedInOn, type TestSite } from "../support/web.ts";

let site: TestSite;
let administrator: Browser;
let report: string;
beforeAll(async () => {
  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }];
  site = await openTestSite({ config: { councils, urgentContact: "Safeguarding duty team, 0191 496 0000" } });
  const person = { name: "Tom Reed", email: "tom@sunderland.gov.uk" };
  await signedInOn(site, person);
  const [ids] = await site.ctx.sql<{ accountId: string; actorId: string }[]>`
    select id as "accountId", actor_id as "actorId" from accounts`;
  const { accountId = "", actorId = "" } = ids ?? {};
  await makeAdministrator(site.ctx, { accountId, by: null });
  administrator = site.browser();
  await administrator.post("/sign-in", { email: person.email, password: "teal harbour lanterns 4" });
  const community = await createCommunity(
    site.ctx,
    { actorId },
    { name: "Kinship Care", purpose: "For carers.", charter: {}, level: "open", themes: [], language: "en" },
  );
  const draft: PostDraft = {
    kind: "topic",
    communityId: community.id,
    title: "A name",
    text: "Alex in Mill Lane.",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  };
  const post = await publishPost(site.ctx, {
    authorId: actorId,
    content: await composePost(site.ctx, draft),
  });
  report = `/c/kinship_care/t/${idOf(post.id)}/p/${idOf(post.id)}/report`;
});
afterAll(() => site[Symbol.asyncDispose]());

test("The urgent contact comes before a report about somebody in danger is sent, and nothing else is asked twice", async () => {
  const visitor = site.browser();
  const form = await visitor.get(report);
  expect(form.text).toContain("Safeguarding duty team, 0191 496 0000");
  const sent = { category: "safeguarding", words: "A child is named", email: "" };
  const first = await visitor.post(report, sent);
  expect(first.status).toBe(200);
  expect(first.text).toContain("Somebody may be in danger: ring first");
  expect(first.text).toMatch(/0191 496 0000[\s\S]*<form/);
  expect(first.text).toContain("A child is named");
  expect(first.text).toMatch(/value="safeguarding" checked/);
  expect(await countReports()).toBe(0);
  expect((await visitor.post(report, { ...sent, urgent: "shown" })).text).toContain("Thank you");
  expect(await countReports()).toBe(1);
  await visitor.post(report, { ...sent, category: "spam", email: "a@example.org" });
  expect(await countReports()).toBe(2);
});

test("A program reads the urgent contact with the form, and its report is not held up", async () => {
  const visitor = site.browser();
  const form = JSON.parse((await visitor.get(report, { accept: "application/json" })).text);
  expect(form.urgent).toEqual({ text: "Safeguarding duty team, 0191 496 0000", language: "en" });
});

test("An administrator writes the urgent contact in both languages; each reader sees their own, or the other", async () => {
  const form = { urgentEn: "Ring Dana Price, 0191 496 0001", urgentCy: "" };
  expect((await site.browser().post("/admin/settings/urgent", form)).status).toBe(401);
  expect((await administrator.post("/admin/settings/urgent", form)).to).toBe("/admin/settings?done=saved");
  expect((await administrator.get("/admin/settings")).text).toContain(
    "Ring Dana Price, 0191 496 0001</textarea>",
  );
  const welsh = site.browser();
  await welsh.post("/language", { language: "cy" });
  expect((await welsh.get(report)).text).toContain('lang="en">Ring Dana Price');
  await administrator.post("/admin/settings/urgent", {
    ...form,
    urgentCy: "Ffoniwch Dana Price, 0191 496 0001",
  });
  expect((await welsh.get(report)).text).toContain('lang="cy">Ffoniwch Dana Price');
  const long = await administrator.post("/admin/settings/urgent", { ...form, urgentCy: "x".repeat(301) });
  expect(long.status).toBe(422);
  expect(long.text).toContain('href="#urgentCy"');
  const audited = await site.ctx.sql`select 1 from audit_events where subject = 'urgent-contact'`;
  expect(audited).toHaveLength(2);
  await administrator.post("/admin/settings/urgent", { urgentEn: "", urgentCy: "" });
  expect((await welsh.get(report)).text).toContain("Safeguarding duty team, 0191 496 0000");
});

async function countReports(): Promise<number> {
  const [row] = await site.ctx.sql<{ n: number }[]>`select count(*) as n from reports`;
  return row?.n ?? 0;
}
