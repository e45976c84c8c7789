import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { type AccountSite, COOKIE, openAccountSite } from "../support/account-site.ts";
import { joinAs, lastLinkTo, mailsOf, PASSWORD } from "../support/accounts.ts";

let site: AccountSite;
beforeAll(async () => {
  site = await openAccountSite();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

test("An officer joins in four screens and six fields, and lands signed in on the home page", async () => {
  const browser = site.newBrowser();
  const form = await browser.get("/join");
  expect(form.text).toContain("You can join here if you work for");
  expect((await browser.post("/join", { email: "priya@sunderland.gov.example" })).to).toBe("/join/check");
  const check = await browser.get("/join/check");
  expect(check.text).toContain("priya@sunderland.gov.example");
  expect(check.text).toContain("Send it again");
  await browser.post("/join", { email: "priya@sunderland.gov.example" });
  expect((await mailsOf(site.ctx)).filter((mail) => mail.recipient.startsWith("priya@"))).toHaveLength(2);

  const path = `/join/confirm/${await lastLinkTo(site.ctx, "priya@sunderland.gov.example")}`;
  const link = await browser.get(path);
  expect(link.text).toContain("Sunderland City Council");
  expect(link.text).toContain("Create my account");
  expect(link.headers.get("cache-control")).toBe("private, no-store");
  expect(browser.cookies.has(COOKIE)).toBe(false);
  const again = await browser.post(path, {
    name: "Priya Nair",
    roleTitle: "Panel adviser",
    password: "priyanair12345",
  });
  expect(again.status).toBe(422);
  expect(again.text).toContain("is made of your name");
  expect(again.text).toContain('value="Panel adviser"');
  expect(again.text).not.toContain("priyanair12345");
  expect(
    (await browser.post(path, { name: "Priya Nair", roleTitle: "Panel adviser", password: PASSWORD })).to,
  ).toBe("/welcome");
  expect(browser.cookies.has(COOKIE)).toBe(true);

  expect((await browser.get("/welcome")).text).toContain("What do you work on, Priya?");
  const tooMany = ["adults", "children", "send", "waste", "parks", "housing"];
  expect((await browser.post("/welcome?step=2", { serviceAreas: tooMany })).status).toBe(422);
  expect((await browser.post("/welcome?step=2", { serviceAreas: ["children", "send"] })).to).toBe(
    "/welcome?step=3",
  );
  expect((await browser.get("/welcome?step=3")).text).toContain("There are no communities yet");
  expect((await browser.post("/welcome?step=3", { language: "cy" })).to).toBe("/");
  expect((await browser.get("/me")).text).toContain("Eich proffil");

  const used = await site.newBrowser().get(path);
  expect(used.status).toBe(410);
  expect(used.text).toContain("This link was already used");
});

test("An address of another organisation gets a plain reason and somebody to ask", async () => {
  const answer = await site.newBrowser().post("/join", { email: "jo@gmail.example" });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(
    "Use your work email address ending in @shared.gov.example or @sunderland.gov.example",
  );
  expect(answer.text).toContain("gmail.example do not belong to a council here");
  expect(answer.text).toContain("mailto:help@sunderland.gov.example");
  expect(answer.text).toContain('value="jo@gmail.example"');
});

test("The welcome proposes communities of the chosen areas, and joins or follows those one ticks", async () => {
  const host = await joinAs(site.ctx, "Amara Okafor", "amara@sunderland.gov.example");
  const community = (name: string, level: "open" | "restricted", themes: readonly string[]) =>
    createCommunity(site.ctx, host, {
      name,
      purpose: `For ${name}.`,
      charter: {},
      level,
      themes,
      language: "en",
    });
  const open = await community("Kinship care", "open", ["children"]);
  const restricted = await community("Adoption panels", "restricted", ["children"]);
  await community("Potholes", "open", ["highways"]);
  const browser = await site.signedIn("welcome@sunderland.gov.example", "Wel Come");
  await browser.post("/welcome?step=2", { serviceAreas: "children" });
  const step = await browser.get("/welcome?step=3");
  const places = ["Adoption panels", "Kinship care", "Potholes"].map((name) => step.text.indexOf(name));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(Math.max(...places)).toBe(places[2]);
  expect(step.text).toContain("These communities fit your work");
  const others = step.text.indexOf("Other communities");
  expect(places.map((place) => place > others)).toEqual([false, false, true]);
  await browser.post("/welcome?step=2", { serviceAreas: "waste" });
  const none = (await browser.get("/welcome?step=3")).text;
  expect(none).toContain("No community matches the service areas you chose");
  expect(none).not.toContain("fit your work");
  expect(step.text).toContain("You read along at first");
  const chosen = await browser.post("/welcome?step=3", {
    communities: [open.id, restricted.id],
    language: "en",
  });
  expect(chosen.to).toBe("/");
  const [row] = await site.ctx.sql`
    select c.welcomed is not null as welcomed,
      (select state from memberships m where m.actor_id = c.actor_id and m.community_id = ${open.id}) as member,
      (select state from follows f where f.actor_id = c.actor_id and f.community_id = ${restricted.id}) as follower
    from accounts c where c.email = 'welcome@sunderland.gov.example'`;
  expect(row).toEqual({ welcomed: true, member: "active", follower: "active" });

  const settings = {
    language: "en",
    theme: "system",
    digestDefault: "weekly",
    digestHour: "8",
    communities: [restricted.id, open.id],
  };
  await browser.post("/me/settings", { ...settings, levels: ["", "none"] });
  const levels = () => site.ctx.sql`
    select l.level, l.community_id from notice_levels l join accounts c on c.id = l.account_id where c.email = 'welcome@sunderland.gov.example'`;
  expect(await levels()).toEqual([{ level: "none", community_id: open.id }]);
  expect((await browser.get("/me/settings")).text).toContain('<option value="none" selected');
  await browser.post("/me/settings", { ...settings, levels: ["each", ""] });
  expect(await levels()).toEqual([{ level: "each", community_id: restricted.id }]);
});

test("A person changes settings and password, sees where they are signed in and signs out elsewhere", async () => {
  const email = "settings@sunderland.gov.example";
  const here = await site.signedIn(email, "Settings Person");
  const elsewhere = site.newBrowser();
  await elsewhere.post(
    "/sign-in",
    { email, password: PASSWORD },
    { "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0" },
  );
  const settings = { language: "en", theme: "dark", digestDefault: "daily", digestHour: "7" };
  expect((await here.post("/me/settings", settings)).to).toBe("/me/settings?done=saved");
  expect((await here.get("/me/settings")).text).toContain('data-theme="dark"');
  const sessions = await here.get("/me/sessions");
  expect(sessions.text).toContain("Firefox, Windows");
  await here.post("/me/sessions/end-others");
  expect((await elsewhere.get("/me")).status).toBe(303);
  expect(
    (await here.post("/me/password", { current: "wrong password here", password: "green orchard windows" }))
      .text,
  ).toContain("This is not your password");
  expect((await here.post("/me/password", { current: PASSWORD, password: "green orchard windows" })).to).toBe(
    "/me/settings?done=password-changed",
  );
  expect((await elsewhere.post("/sign-in", { email, password: "green orchard windows" })).to).toBe("/");
});

test("A reset link shows a button and is used by it; the new password works afterwards", async () => {
  const email = "forgot@sunderland.gov.example";
  await joinAs(site.ctx, "For Got", email);
  const browser = site.newBrowser();
  await browser.post("/forgotten", { email });
  const path = `/reset/${await lastLinkTo(site.ctx, email)}`;
  for (let i = 0; i < 3; i++) expect((await browser.get(path)).text).toContain("Save the new password");
  expect((await browser.post(path, { password: "Password1234" })).status).toBe(422);
  expect((await browser.post(path, { password: "green orchard windows" })).to).toBe(
    "/sign-in?done=password-changed",
  );
  expect((await browser.get(path)).status).toBe(410);
  expect((await browser.get(`/reset/${"A".repeat(43)}`)).status).toBe(404);
  expect((await browser.post("/sign-in", { email, password: "green orchard windows" })).to).toBe("/");
});
