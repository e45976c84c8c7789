import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { administratorLink } from "../../node/accounts/first-administrator.ts";
import { type AccountSite, COUNCILS, openAccountSite } from "../support/account-site.ts";
import { joinAs, lastLinkTo, PASSWORD } from "../support/accounts.ts";
import { openTestSite } from "../support/web.ts";

let site: AccountSite;
beforeAll(async () => {
  site = await openAccountSite();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

test("The first run asks for the final address, then makes the administrator, whose first page is a checklist", async () => {
  await using fresh = await openTestSite({ config: { councils: COUNCILS } });
  const browser = fresh.browser();
  const path = new URL((await administratorLink(fresh.ctx)) ?? "").pathname;
  expect((await browser.get("/join")).status).toBe(503);
  expect((await browser.post("/join", { email: "priya@sunderland.gov.example" })).text).toContain(
    "This site is being set up",
  );
  const first = await browser.get(path);
  expect(first.text).toContain("Which address is this going to have?");
  expect(first.text).toContain("Trial");
  const account = {
    email: "callum@sunderland.gov.example",
    name: "Callum Reid",
    roleTitle: "",
    password: PASSWORD,
  };
  expect((await browser.post(path, account)).text).toContain("Which address is this going to have?");
  expect((await browser.post(`${path}/address`, {})).status).toBe(422);
  expect((await browser.post(`${path}/address`, { choice: "final", origin: "http://x" })).text).toContain(
    "Enter a full address",
  );
  expect((await browser.post(`${path}/address`, { choice: "keep", origin: "" })).to).toBe(path);
  expect((await browser.get(path)).text).toContain("Create my account");
  expect((await browser.post(path, account)).to).toBe("/admin");
  const start = await browser.get("/admin");
  for (const words of [
    "Final address",
    "Councils",
    "Email domains",
    "Named contact",
    "Set MOOTHALL_CONTACT_NAME and MOOTHALL_CONTACT_EMAIL",
    "Email",
    "First connection",
    "First community",
    "Invite 5 people",
  ]) {
    expect(start.text).toContain(words);
  }
  expect((await browser.get(path)).status).toBe(410);
  expect(start.text, "the one next thing").toMatch(/Named contact<\/h2><strong[^>]*>Next</);
  const json = JSON.parse((await browser.get("/admin", { accept: "application/json" })).text);
  expect(json.done).toMatchObject({ contact: false, councils: true });
});

test("Who is named as the contact stands in the checklist as done, and on the page of the house rules", async () => {
  const { accountId } = await joinAs(site.ctx, "Nia Rees", "nia@sunderland.gov.example");
  await makeAdministrator(site.ctx, { accountId, by: null });
  const nia = site.newBrowser();
  await nia.post("/sign-in", { email: "nia@sunderland.gov.example", password: PASSWORD });
  const start = (await nia.get("/admin")).text;
  expect(start).toMatch(/Named contact<\/h2><strong[^>]*>Done</);
  expect(start).toContain("Devinder Gill (help@sunderland.gov.example) answers for the house rules");
  const rules = (await nia.get("/house-rules")).text;
  expect(rules).toContain("mailto:help@sunderland.gov.example");
  expect(rules).not.toContain("No contact has been named yet");
});

test("A first run that chooses another address says how to start with it", async () => {
  await using fresh = await openTestSite({ config: { councils: COUNCILS } });
  const browser = fresh.browser();
  const path = new URL((await administratorLink(fresh.ctx)) ?? "").pathname;
  await browser.post(`${path}/address`, { choice: "final", origin: "https://cop.sunderland.example" });
  const page = await browser.get(path);
  expect(page.text).toContain("MOOTHALL_ORIGIN=https://cop.sunderland.example npm start");
});

test("An administrator adds a council, vouches, confirms an employer and closes an account", async () => {
  const admin = await site.signedIn("admin@sunderland.gov.example", "Ada Min");
  await site.ctx.sql`update accounts set administrator = true where email = 'admin@sunderland.gov.example'`;
  expect((await admin.post("/admin/councils", { name: "Parrett Parish Council", domains: "" })).to).toBe(
    "/admin/councils?done=saved",
  );
  const wrong = await admin.post("/admin/councils", {
    name: "Parrett Parish Council",
    domains: "not a domain",
  });
  expect(wrong.status).toBe(422);
  const list = JSON.parse((await admin.get("/admin/councils", { accept: "application/json" })).text);
  const parish = list.councils.find((row: { name: string }) => row.name === "Parrett Parish Council");
  expect(
    (await admin.post("/admin/invitations", { emails: "clerk@parrett.example, wrong", council: parish.id }))
      .text,
  ).toContain("This is not an email address: wrong");
  const accept = site.newBrowser();
  const invite = `/invite/${await lastLinkTo(site.ctx, "clerk@parrett.example")}`;
  expect((await accept.get(invite)).text).toContain("Ada Min invited you");
  await accept.post(invite, { name: "Dee Clerk", password: PASSWORD });
  expect((await accept.get("/me")).text).toContain("Your council: Parrett Parish Council.");

  const claim = site.newBrowser();
  await claim.post("/join", { email: "tom@shared.gov.example" });
  const confirm = `/join/confirm/${await lastLinkTo(site.ctx, "tom@shared.gov.example")}`;
  expect((await claim.post(confirm, { name: "Tom Webber", password: PASSWORD })).text).toContain(
    "Choose your council",
  );
  const quantock = list.councils.find((row: { name: string }) => row.name === "Quantock Town Council");
  await claim.post(confirm, { name: "Tom Webber", password: PASSWORD, council: quantock.id });
  expect((await claim.get("/me")).text).toContain("has yet to confirm your council");
  const people = await admin.get("/admin/people");
  expect(people.text).toContain("Tom Webber says: I work for Quantock Town Council.");
  const [tom] = await site.ctx.sql<
    { id: string }[]
  >`select id from accounts where email = 'tom@shared.gov.example'`;
  await admin.post(`/admin/people/${tom?.id}/employer`, { council: quantock.id, decision: "confirm" });
  expect((await claim.get("/me")).text).toContain("Your council: Quantock Town Council.");

  await admin.post(`/admin/people/${tom?.id}/close`);
  expect((await claim.get("/me")).status).toBe(303);
  expect((await admin.get(`/admin/people/${tom?.id}`)).text).toContain("Closed");
});
