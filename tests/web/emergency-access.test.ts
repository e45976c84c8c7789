import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { reading } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

// A71: an administrator reads a community for members only. The administrator of the scene is a member of nothing.

let site: TestSite;
let scene: WebScene;
let topicPath = "";
let topicId = "";
const path = "/c/case_reviews";
const access = `${path}/emergency-access`;
const TEXT = "We asked finance and heard nothing.";
const REASON = "A child may be at risk; the police asked us today.";
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
  const { actorId } = scene.people.facilitator;
  const { id } = await createCommunity(site.ctx, { actorId }, draftCommunity("Case reviews", "closed"));
  const topic = await ask(site.ctx, actorId, id, "Zebracorn");
  topicId = topic.id;
  topicPath = `${path}/t/${idOf(topic.id)}`;
});
afterAll(() => site[Symbol.asyncDispose]());

const asked = (who: Parameters<WebScene["cookie"]>[0], at: string, accept = "text/html") =>
  site.browser().get(at, { ...scene.cookie(who), accept });
const sent = (who: Parameters<WebScene["cookie"]>[0], at: string, fields = {}, accept = "text/html") =>
  site.browser().post(at, fields, { ...scene.cookie(who), accept });
const open = (minutes: number) => sent("administrator", access, { reason: REASON, minutes: String(minutes) });

async function auditOf(kind: string) {
  return site.ctx.sql<{ subject: string; facts: Record<string, unknown>; account: string }[]>`
    select subject, facts, account_id as account from audit_events where kind = ${kind} order by id`;
}

test("A71: without the steps an administrator reads nothing of it, in pages, JSON or a search", async () => {
  expect((await asked("administrator", topicPath)).status).toBe(404);
  expect((await asked("administrator", topicPath, "application/json")).status).toBe(404);
  expect((await asked("administrator", "/search?q=Zebracorn")).text).not.toContain(TEXT);
  expect((await asked("administrator", `${path}/about`)).text).toContain(`href="${access}"`);
  expect((await asked("member", `${path}/about`)).text).not.toContain(access);
});

test("A71: a reason of fewer than 20 characters, more than 60 minutes, and anybody who is no administrator are refused", async () => {
  const short = await sent("administrator", access, { reason: "Because I want to.", minutes: "15" });
  expect([short.status, short.text.includes("Write at least 20 characters.")]).toEqual([422, true]);
  expect(short.text, "what was typed is kept").toContain("Because I want to.");
  for (const minutes of ["61", "0", "1.5", "soon"])
    expect((await sent("administrator", access, { reason: REASON, minutes })).status, minutes).toBe(422);
  const json = await sent("administrator", access, { reason: "", minutes: "15" }, "application/json");
  expect([json.status, JSON.parse(json.text).code]).toEqual([422, "required"]);
  for (const who of ["facilitator", "member", "outsider"] as const)
    expect((await sent(who, access, { reason: REASON, minutes: "15" })).status, who).toBe(403);
  expect((await sent("administrator", "/c/case_reviews/emergency-access/end")).status).toBe(404);
  expect(
    (
      await sent("administrator", `/c/${scene.place.handle}/emergency-access`, {
        reason: REASON,
        minutes: "15",
      })
    ).status,
  ).toBe(409);
  expect(await auditOf("break-glass.opened")).toEqual([]);
});

test("A71: with a reason they read it, under a banner on every page, until the time is over, also in a tab that stays open", async () => {
  const { accountId } = scene.people.administrator;
  expect((await open(15)).to).toBe(`${path}?done=emergency-opened`);
  const page = await asked("administrator", topicPath);
  expect([page.status, page.text.includes(TEXT)]).toEqual([200, true]);
  for (const at of [topicPath, "/notifications", "/communities", "/admin/people", path])
    expect((await asked("administrator", at)).text, at).toContain("You have emergency access to");
  expect((await asked("administrator", topicPath, "application/json")).status).toBe(200);
  expect((await asked("administrator", access)).text).toContain("You have this community open.");
  expect((await open(15)).status, "once at a time").toBe(409);
  expect((await asked("outsider", topicPath)).status, "nobody else").toBe(404);
  const reply = await sent("administrator", `${topicPath}/reply`, { text: "Hello", submission: "one" });
  expect(reply.status, "they write nothing").not.toBe(303);
  site.clock.advance(16);
  expect((await asked("administrator", topicPath)).status).toBe(404);
  expect((await asked("administrator", topicPath, "application/json")).status).toBe(404);
  expect((await asked("administrator", "/communities")).text).not.toContain("You have emergency access to");
  const [opened] = await auditOf("break-glass.opened");
  expect(opened).toMatchObject({ account: accountId, facts: { reason: REASON, minutes: 15 } });
  const looked = (await auditOf("break-glass.looked")).map(({ subject }) => subject);
  expect(looked.filter((one) => one === topicPath)).toHaveLength(3);
});

test("A71: it is ended early with a button, and a key of a program never has it", async () => {
  await open(60);
  expect((await asked("administrator", topicPath)).status).toBe(200);
  const { actorId } = scene.people.administrator;
  const key = (at: Date | undefined) =>
    reading(site.ctx, { ...viewerOf(actorId), ...(at ? { opened: at } : {}) } as never, async ({ sql }) => {
      const rows = await sql`select 1 from posts where id = ${topicId}`;
      return rows.length;
    });
  expect(await key(site.ctx.clock.now()), "PostgreSQL itself shows it").toBe(1);
  expect(await key(undefined), "not to who does not name the moment").toBe(0);
  expect(await key(new Date(site.ctx.clock.now().getTime() + 3_600_001)), "not after its end").toBe(0);
  expect((await sent("administrator", `${access}/end`)).to).toBe(`${path}?done=emergency-ended`);
  expect((await asked("administrator", topicPath)).status).toBe(404);
  expect(await key(site.ctx.clock.now()), "nor after it was ended").toBe(0);
  expect(await auditOf("break-glass.ended")).toHaveLength(1);
});

test("A71: whoever is no administrator any more reads nothing of it, though the time is not over", async () => {
  await open(60);
  const { accountId } = scene.people.administrator;
  await site.ctx.sql`update accounts set administrator = false where id = ${accountId}`;
  expect((await asked("administrator", topicPath)).status).toBe(404);
  await site.ctx.sql`update accounts set administrator = true where id = ${accountId}`;
  await sent("administrator", `${access}/end`);
});

test("Members read in the moderation log who opened it and why", async () => {
  const log = await asked("facilitator", `${path}/moderation-log`);
  expect(log.text).toContain("opened this community with emergency access");
  expect(log.text).toContain(REASON);
});
