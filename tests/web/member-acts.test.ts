import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { type Browser, openTestSite, type TestSite } from "../support/web.ts";

const DOMAIN = "sunderland.gov.example";
const COUNCILS = [{ name: "Sunderland City Council", domains: [DOMAIN], own: true }];
const REASON = "Names of residents, twice.";

let site: TestSite;
let ruth: Browser;
let dev: Browser;
let member: { readonly actorId: string; readonly accountId: string };
beforeAll(async () => {
  site = await openTestSite({ config: { councils: COUNCILS } });
  const founder = await joinAs(site.ctx, "Ruth Hallam", `ruth.hallam@${DOMAIN}`);
  member = await joinAs(site.ctx, "Devinder Gill", `dev@${DOMAIN}`);
  const community = await createCommunity(site.ctx, founder, draftCommunity("Food waste", "open"));
  await joinCommunity(site.ctx, { actorId: member.actorId, communityId: community.id });
  [ruth, dev] = [site.browser(), site.browser()];
  await ruth.post("/sign-in", { email: `ruth.hallam@${DOMAIN}`, password: PASSWORD });
  await dev.post("/sign-in", { email: `dev@${DOMAIN}`, password: PASSWORD });
});
afterAll(async () => site[Symbol.asyncDispose]());

const path = () => `/c/food_waste/members/${idOf(member.actorId)}`;

test("A facilitator finds the page about a member in the list, and members do not", async () => {
  expect((await ruth.get("/c/food_waste/members")).text).toContain(`href="${path()}"`);
  expect((await dev.get("/c/food_waste/members")).text).not.toContain("Pause or remove");
  expect((await dev.get(path())).status).toBe(403);
});

test("Pausing takes a reason and an end that is to come; what was typed is kept", async () => {
  const empty = await ruth.post(path(), { act: "suspend", reason: " ", until: "2026-12-24" });
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('value="2026-12-24"');
  const past = await ruth.post(path(), { act: "suspend", reason: REASON, until: "2020-01-01" });
  expect(past.status).toBe(422);
  expect(past.text).toContain(REASON);
  expect((await ruth.post(path(), { act: "suspend", reason: REASON, until: "soon" })).status).toBe(422);
});

test("Whoever is paused reads why and until when, in English and Welsh, and posts nothing", async () => {
  const until = "2099-12-24";
  const done = await ruth.post(path(), { act: "suspend", reason: REASON, until });
  expect(done.to).toBe(`${path()}?done=member-suspend`);
  expect((await ruth.get(path())).text).toContain("Posting is paused until 24 December 2099");
  expect((await ruth.get("/c/food_waste/members")).text).toContain("Posting paused");
  const page = (await dev.get("/c/food_waste")).text;
  expect(page).toContain(`Your posting here is paused until 24 December 2099: ${REASON}`);
  expect(page).not.toContain("Ask a question");
  expect((await dev.get("/c/food_waste/members")).text, "others are not told").not.toContain(
    "Posting paused",
  );
  await dev.post("/language", { language: "cy", next: "/" });
  expect((await dev.get("/c/food_waste")).text).toContain("wedi’u hatal tan 24 Rhagfyr 2099");
  await dev.post("/language", { language: "en", next: "/" });
  const sent = await dev.post("/c/food_waste/new?kind=question", { title: "May I?", text: "May I?" });
  expect([sent.status, sent.text.includes("A facilitator has paused your posting")]).toEqual([422, true]);
});

test("A program of a facilitator's browser opens posting again and ends the membership with JSON", async () => {
  const json = { accept: "application/json" };
  const shown = JSON.parse((await ruth.get(path(), json)).text);
  expect(shown.member).toMatchObject({ state: "suspended", reason: REASON });
  expect(JSON.parse((await ruth.post(path(), { act: "lift" }, json)).text)).toEqual({ outcome: "done" });
  expect((await dev.get("/c/food_waste")).text).toContain("Ask a question");
  const ended = await ruth.post(path(), { act: "remove", reason: REASON }, json);
  expect(JSON.parse(ended.text)).toEqual({ outcome: "done" });
  const page = (await dev.get("/c/food_waste")).text;
  expect(page).toContain(REASON);
  expect(page).toContain("Ask to come back");
  const asked = await dev.post("/c/food_waste/join", { words: "I have read the rules." }, json);
  expect(JSON.parse(asked.text)).toEqual({ state: "requested" });
});
