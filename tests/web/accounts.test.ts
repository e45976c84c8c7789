import { afterAll, beforeAll, expect, test } from "vitest";
import { administratorLink } from "../../node/accounts/first-administrator.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { joinAs, lastLinkTo, mailsOf, PASSWORD } from "../support/accounts.ts";
import { openTestSite, type TestSite } from "../support/web.ts";

const COUNCILS = [
  { name: "Sunderland City Council", domains: ["sunderland.gov.example"], own: true },
  { name: "Exmoor Borough Council", domains: ["shared.gov.example"] },
  { name: "Quantock Town Council", domains: ["shared.gov.example"] },
];
const CONTACT = { name: "Devinder Gill", email: "help@sunderland.gov.example" };

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite({ config: { councils: COUNCILS, contact: CONTACT } });
  await joinAs(site.ctx, "First Person", "first@sunderland.gov.example");
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

const COOKIE = "moothall-8620";
let visitors = 0;

/** A browser at an address of its own. */
function newBrowser() {
  return site.browser({ address: `198.51.100.${++visitors}` });
}

async function signedIn(email: string, name = "Priya Nair") {
  await joinAs(site.ctx, name, email);
  const browser = newBrowser();
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

test("An officer joins in four screens and six fields, and lands signed in on the home page", async () => {
  const browser = newBrowser();
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

  expect((await browser.get("/welcome")).text).toContain("What do you work on, Priya Nair?");
  const tooMany = ["adults", "children", "send", "waste", "parks", "housing"];
  expect((await browser.post("/welcome?step=2", { serviceAreas: tooMany })).status).toBe(422);
  expect((await browser.post("/welcome?step=2", { serviceAreas: ["children", "send"] })).to).toBe(
    "/welcome?step=3",
  );
  expect((await browser.get("/welcome?step=3")).text).toContain("There are no communities yet");
  expect((await browser.post("/welcome?step=3", { language: "cy" })).to).toBe("/");
  expect((await browser.get("/me")).text).toContain("Eich proffil");

  const used = await newBrowser().get(path);
  expect(used.status).toBe(410);
  expect(used.text).toContain("This link was already used");
});

test("An address of another organisation gets a plain reason and somebody to ask", async () => {
  const answer = await newBrowser().post("/join", { email: "jo@gmail.example" });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("gmail.example do not belong to a council here");
  expect(answer.text).toContain("mailto:help@sunderland.gov.example");
  expect(answer.text).toContain('value="jo@gmail.example"');
});

test("W13: signing in, joining and asking for a new password answer alike for known and unknown addresses", async () => {
  await joinAs(site.ctx, "Known Person", "known@sunderland.gov.example");
  const plain = (text: string) => text.replace(/known\d?@|other\d?@/g, "@").replace(/[0-9a-f-]{36}/g, "");
  for (const [path, field] of [
    ["/sign-in", { password: "wrong password here" }],
    ["/join", {}],
    ["/forgotten", {}],
  ] as const) {
    const [known, other] = [newBrowser(), newBrowser()];
    const a = await known.post(path, { email: "known@sunderland.gov.example", ...field });
    const b = await other.post(path, { email: "other@sunderland.gov.example", ...field });
    expect([a.status, a.to, plain(a.text)]).toEqual([b.status, b.to, plain(b.text)]);
    if (a.to === null) continue;
    expect(plain((await known.get(a.to)).text)).toBe(plain((await other.get(b.to ?? "")).text));
  }
});

test("W14: beyond the limit the page says so, keeps the address and answers 429", async () => {
  const browser = newBrowser();
  const email = "tired@sunderland.gov.example";
  for (let i = 0; i < 5; i++)
    expect((await browser.post("/sign-in", { email, password: "not it" })).status).toBe(422);
  const answer = await browser.post("/sign-in", { email, password: "not it" });
  expect(answer.status).toBe(429);
  expect(answer.text).toContain("Wait 15 minutes");
  expect(answer.text).toContain(email);
});

test("W14: forwarded addresses count only where our own proxy stands, and only the line it wrote", async () => {
  const tries = async (origin: string, address: string, forwarded: (i: number) => string) => {
    await using other = await openTestSite({ origin, config: { councils: COUNCILS } });
    const browser = other.browser({ address });
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) {
      const headers = {
        "x-forwarded-for": forwarded(i),
        "x-real-ip": forwarded(i),
        forwarded: `for=${forwarded(i)}`,
      };
      statuses.push(
        (await browser.post("/sign-in", { email: `a${i}@shared.gov.example`, password: "no" }, headers))
          .status,
      );
    }
    return statuses.filter((status) => status === 422).length;
  };
  const rotating = (i: number) => `203.0.113.${i}`;
  expect(await tries("https://cop.sunderland.example", "192.0.2.77", rotating)).toBe(20);
  expect(await tries("http://sunderland.localhost:8620", "127.0.0.1", rotating)).toBe(20);
  expect(
    await tries("https://cop.sunderland.example", "127.0.0.1", (i) => `203.0.113.${i}, 198.51.100.1`),
  ).toBe(20);
  expect(await tries("https://cop.sunderland.example", "127.0.0.1", (i) => `10.0.0.1, 203.0.113.${i}`)).toBe(
    25,
  );
});

test("W02: the cookie is new at every sign-in, bound to this site, and dead after signing out", async () => {
  const email = "fix@sunderland.gov.example";
  await joinAs(site.ctx, "Fix Ation", email);
  const browser = newBrowser();
  browser.cookies.set(COOKIE, "A".repeat(43));
  expect((await browser.get("/me")).to).toBe("/sign-in?next=%2Fme");
  const answer = await browser.post("/sign-in", { email, password: PASSWORD, next: "/me" });
  expect(answer.to).toBe("/me");
  expect(answer.headers.get("set-cookie")).toMatch(
    /^moothall-8620=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  const first = browser.cookies.get(COOKIE) ?? "";
  expect(first).not.toBe("A".repeat(43));
  await browser.post("/sign-in", { email, password: PASSWORD });
  expect(browser.cookies.get(COOKIE)).not.toBe(first);
  const old = newBrowser();
  old.cookies.set(COOKIE, first);
  expect((await old.get("/me")).status).toBe(303);
  const token = browser.cookies.get(COOKIE) ?? "";
  const out = await browser.post("/sign-out");
  expect(out.headers.get("clear-site-data")).toBe('"cache"');
  expect(browser.cookies.has(COOKIE)).toBe(false);
  old.cookies.set(COOKIE, token);
  expect((await old.get("/me")).status).toBe(303);

  await using live = await openTestSite({
    origin: "https://cop.sunderland.example",
    config: { councils: COUNCILS },
  });
  await joinAs(live.ctx, "Live Person", "live@sunderland.gov.example");
  const secure = await live
    .browser()
    .post("/sign-in", { email: "live@sunderland.gov.example", password: PASSWORD });
  expect(secure.headers.get("set-cookie")).toMatch(
    /^__Host-moothall=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
});

test("W06: after signing in one lands on a page of this site, whatever the link said", async () => {
  const email = "next@sunderland.gov.example";
  await joinAs(site.ctx, "Next Person", email);
  const payloads = [
    "https://evil.example",
    "http://evil.example/me",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "\\/evil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%2fevil.example",
    "/%2f%2fevil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example/me",
    "//user@evil.example",
    "/@evil.example",
    "https://sunderland.localhost:8620@evil.example",
    "//sunderland.localhost:8620.evil.example",
    "/me@evil.example",
    "//[::1]/me",
    "//0x7f000001",
    "/.evil.example",
    "/../evil.example",
    "/./\\evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "evil.example",
    "/me\\@evil.example",
    "/%E3%80%82evil.example",
    "//evil。example",
    "/me%00",
    "/nowhere/at/all",
  ];
  expect(payloads.length).toBeGreaterThanOrEqual(40);
  const browser = newBrowser();
  for (const next of payloads) {
    const posted = await browser.post("/sign-in", { email, password: PASSWORD, next });
    const landed = [posted.to, (await browser.get(`/sign-in?next=${encodeURIComponent(next)}`)).to];
    for (const to of landed) expect(to, JSON.stringify(next)).toBe("/");
  }
  expect(
    (await browser.post("/sign-in", { email, password: PASSWORD, next: "/me/settings?x=1#mails" })).to,
  ).toBe("/me/settings?x=1#mails");
});

test("W16: a field that a form does not have is refused, and nobody makes themselves administrator", async () => {
  const email = "mass@sunderland.gov.example";
  const browser = await signedIn(email, "Mass Assign");
  const profile = { name: "Mass Assign", visibility: "network" };
  const forms: readonly (readonly [string, Record<string, string>])[] = [
    ["/me", { ...profile, administrator: "true" }],
    ["/me", { ...profile, organisationId: "x" }],
    [
      "/me/settings",
      { language: "en", theme: "dark", digestDefault: "weekly", digestHour: "8", accountId: "x" },
    ],
    ["/welcome?step=2", { serviceAreas: "children", employer: "verified" }],
    ["/sign-in", { email, password: PASSWORD, administrator: "on" }],
    ["/join", { email, administrator: "on" }],
    ["/forgotten", { email, to: "evil@evil.example" }],
    ["/me/password", { current: PASSWORD, password: "green orchard windows", account: "x" }],
    ["/me/invite", { emails: "a@b.example", council: "x" }],
  ];
  for (const [path, form] of forms) expect((await browser.post(path, form)).status, path).toBe(400);
  const [row] = await site.ctx.sql`select administrator from accounts where email = ${email}`;
  expect(row?.administrator).toBe(false);
  expect((await browser.post("/me", profile)).to).toBe("/me?done=saved");
});

test("W15: pages of the administration are for administrators, and one's own pages for who is signed in", async () => {
  const member = await signedIn("member@sunderland.gov.example", "Ordinary Member");
  const visitor = newBrowser();
  const [any] = await site.ctx.sql<{ id: string }[]>`select id from accounts limit 1`;
  const places = site.app.routes.filter(
    ({ path }) => /^\/(admin|me)(\/|$)/.test(path) && !path.startsWith("/me/email/"),
  );
  expect(places.length).toBeGreaterThan(25);
  for (const { method, path } of places) {
    const address = path.replace(":id", any?.id ?? "");
    const ask = (browser: typeof member) => (method === "GET" ? browser.get(address) : browser.post(address));
    const admin = path.startsWith("/admin");
    if (admin) expect((await ask(member)).status, `${method} ${path} as a member`).toBe(403);
    const closed = await ask(visitor);
    expect(closed.status, `${method} ${path} as a visitor`).toBe(method === "GET" ? 303 : 401);
  }
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
    "Email",
    "First connection",
    "First community",
    "Invite 5 people",
  ]) {
    expect(start.text).toContain(words);
  }
  expect((await browser.get(path)).status).toBe(410);
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
  const admin = await signedIn("admin@sunderland.gov.example", "Ada Min");
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
  const accept = newBrowser();
  const invite = `/invite/${await lastLinkTo(site.ctx, "clerk@parrett.example")}`;
  expect((await accept.get(invite)).text).toContain("Ada Min invited you");
  await accept.post(invite, { name: "Dee Clerk", password: PASSWORD });
  expect((await accept.get("/me")).text).toContain("Your council: Parrett Parish Council.");

  const claim = newBrowser();
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

test("A person changes settings and password, sees where they are signed in and signs out elsewhere", async () => {
  const email = "settings@sunderland.gov.example";
  const here = await signedIn(email, "Settings Person");
  const elsewhere = newBrowser();
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
  const browser = newBrowser();
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
  const browser = await signedIn("welcome@sunderland.gov.example", "Wel Come");
  await browser.post("/welcome?step=2", { serviceAreas: "children" });
  const step = await browser.get("/welcome?step=3");
  const places = ["Adoption panels", "Kinship care", "Potholes"].map((name) => step.text.indexOf(name));
  expect(Math.min(...places)).toBeGreaterThan(0);
  expect(Math.max(...places)).toBe(places[2]);
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
