import { afterAll, beforeAll, expect, test } from "vitest";
import { endAdministrator, makeAdministrator } from "../../node/accounts/administer.ts";
import { makeToken } from "../../node/accounts/api-tokens.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { joinAs, PASSWORD, refusalOf, VISITOR } from "../support/accounts.ts";
import { API_SHAPES } from "../support/api-shapes.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { openTestSite, type TestSite } from "../support/web.ts";

const DOMAIN = "sunderland.gov.example";
const COUNCILS = [{ name: "Sunderland City Council", domains: [DOMAIN], own: true }];
const ORDER = { name: "Personnel", scopes: ["leavers"], days: 365 } as const;

let site: TestSite;
let admin: { readonly accountId: string; readonly actorId: string };
let leaver: { readonly accountId: string; readonly actorId: string };
let key: string;
beforeAll(async () => {
  site = await openTestSite({ config: { councils: COUNCILS } });
  admin = await joinAs(site.ctx, "Ruth Hallam", `ruth.hallam@${DOMAIN}`);
  leaver = await joinAs(site.ctx, "Devinder Gill", `dev@${DOMAIN}`);
  await site.ctx.sql`update accounts set administrator = true where id = ${admin.accountId}`;
  key = await makeToken(site.ctx, admin, ORDER, VISITOR);
});
afterAll(async () => site[Symbol.asyncDispose]());

async function switchOff(account: string, secret = key) {
  const { origin } = site.ctx.iris;
  const answer = await site.app.fetch(
    new Request(`${origin}/admin/people/switch-off`, {
      method: "POST",
      headers: {
        host: new URL(origin).host,
        authorization: `Bearer ${secret}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ account }),
    }),
  );
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

test("The program of a personnel department switches a leaver off with one call, which may be repeated", async () => {
  await createCommunity(site.ctx, leaver, draftCommunity("Food waste", "open"));
  const dev = site.browser();
  await dev.post("/sign-in", { email: `dev@${DOMAIN}`, password: PASSWORD });
  expect((await dev.get("/me")).status).toBe(200);
  const own = await makeToken(site.ctx, leaver, { name: "Mine", scopes: ["read"], days: 30 }, VISITOR);
  const first = await switchOff(` DEV@${DOMAIN} `);
  expect([first.status, first.json]).toMatchObject([200, { email: `dev@${DOMAIN}`, name: "Devinder Gill" }]);
  expect(API_SHAPES.Leaver.safeParse(first.json).error).toBeUndefined();
  expect(await switchOff(leaver.accountId)).toEqual(first);
  expect((await dev.get("/me")).status, "signed out").toBe(303);
  expect((await dev.post("/sign-in", { email: `dev@${DOMAIN}`, password: PASSWORD })).status).toBe(422);
  expect((await switchOff(`dev@${DOMAIN}`, own)).status, "no key works").toBe(401);
  const [membership] = await site.ctx.sql`select state from memberships where actor_id = ${leaver.actorId}`;
  expect(membership?.state).toBe("ended");
});

test("Nobody but an administrator makes such a key, it does nothing else, and it ends with their administration", async () => {
  const other = await joinAs(site.ctx, "Asha Patel", `asha@${DOMAIN}`);
  expect(await refusalOf(makeToken(site.ctx, other, ORDER, VISITOR))).toBe("not-allowed");
  expect((await switchOff("nobody@sunderland.gov.example")).status).toBe(404);
  expect((await switchOff(`ruth.hallam@${DOMAIN}`)).status, "the last administrator stays").toBe(403);
  const { origin } = site.ctx.iris;
  const headers = { host: new URL(origin).host, authorization: `Bearer ${key}` };
  for (const path of ["/communities", "/admin/people", "/admin/leads"])
    expect((await site.app.fetch(new Request(`${origin}${path}`, { headers }))).status).toBe(403);
  await makeAdministrator(site.ctx, { accountId: other.accountId, by: null });
  await endAdministrator(site.ctx, { accountId: admin.accountId, by: null });
  expect((await switchOff(`asha@${DOMAIN}`)).status).toBe(403);
  await makeAdministrator(site.ctx, { accountId: admin.accountId, by: null });
});

test("An administrator gives a community without a lead a new one on the page that the notice leads to, and sees who was told", async () => {
  const ruth = site.browser();
  await ruth.post("/sign-in", { email: `ruth.hallam@${DOMAIN}`, password: PASSWORD });
  const page = await ruth.get("/admin/leads");
  expect(page.text).toContain("Food waste");
  const community = /name="community" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  expect((await ruth.post("/admin/leads", { community, person: leaver.actorId })).status).toBe(422);
  expect((await ruth.post("/admin/leads", { community, person: "me" })).to).toBe("/admin/leads?done=saved");
  expect((await ruth.get("/admin/leads")).text).toContain("Every community here has a facilitator.");
  expect((await ruth.get("/c/food_waste/requests")).status).toBe(200);
  const person = (await ruth.get(`/admin/people/${leaver.accountId}`)).text;
  expect(person).toContain("has been told: access is gone");
});
