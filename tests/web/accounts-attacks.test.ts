import { afterAll, beforeAll, expect, test } from "vitest";
import { type AccountSite, COOKIE, COUNCILS, openAccountSite } from "../support/account-site.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import { openTestSite } from "../support/web.ts";

let site: AccountSite;
beforeAll(async () => {
  site = await openAccountSite();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
});

test("W02: the cookie is new at every sign-in, bound to this site, and dead after signing out", async () => {
  const email = "fix@sunderland.gov.example";
  await joinAs(site.ctx, "Fix Ation", email);
  const browser = site.newBrowser();
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
  const old = site.newBrowser();
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
  const browser = site.newBrowser();
  for (const next of payloads) {
    const posted = await browser.post("/sign-in", { email, password: PASSWORD, next });
    const landed = [posted.to, (await browser.get(`/sign-in?next=${encodeURIComponent(next)}`)).to];
    for (const to of landed) expect(to, JSON.stringify(next)).toBe("/");
  }
  expect(
    (await browser.post("/sign-in", { email, password: PASSWORD, next: "/me/settings?x=1#mails" })).to,
  ).toBe("/me/settings?x=1#mails");
});

test("W13: signing in, joining and asking for a new password answer alike for known and unknown addresses", async () => {
  await joinAs(site.ctx, "Known Person", "known@sunderland.gov.example");
  const plain = (text: string) => text.replace(/known\d?@|other\d?@/g, "@").replace(/[0-9a-f-]{36}/g, "");
  for (const [path, field] of [
    ["/sign-in", { password: "wrong password here" }],
    ["/join", {}],
    ["/forgotten", {}],
  ] as const) {
    const [known, other] = [site.newBrowser(), site.newBrowser()];
    const a = await known.post(path, { email: "known@sunderland.gov.example", ...field });
    const b = await other.post(path, { email: "other@sunderland.gov.example", ...field });
    expect([a.status, a.to, plain(a.text)]).toEqual([b.status, b.to, plain(b.text)]);
    if (a.to === null) continue;
    expect(plain((await known.get(a.to)).text)).toBe(plain((await other.get(b.to ?? "")).text));
  }
});

test("W14: beyond the limit the page says so, keeps the address and answers 429", async () => {
  const browser = site.newBrowser();
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

test("W15: pages of the administration are for administrators, and one's own pages for who is signed in", async () => {
  const member = await site.signedIn("member@sunderland.gov.example", "Ordinary Member");
  const visitor = site.newBrowser();
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

test("W16: a field that a form does not have is refused, and nobody makes themselves administrator", async () => {
  const email = "mass@sunderland.gov.example";
  const browser = await site.signedIn(email, "Mass Assign");
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
