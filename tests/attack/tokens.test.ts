import { afterAll, beforeAll, expect, test } from "vitest";
import { disableAccount, enableAccount } from "../../node/accounts/administer.ts";
import { findTokenUse, makeToken, revokeToken } from "../../node/accounts/api-tokens.ts";
import { changePassword } from "../../node/accounts/change-password.ts";
import { endOtherSessionsOf, findSession } from "../../node/accounts/sessions.ts";
import { makeCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import { scopeOf } from "../../web/token-scopes.ts";
import { PASSWORD, refusalOf, VISITOR } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { addressOf, routesOf } from "../support/web-routes.ts";
import { fillScene, type Somebody, type WebScene } from "../support/web-scene.ts";

let site: TestSite;
let scene: WebScene;
beforeAll(async () => {
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }];
  site = await openTestSite({ config: { councils } });
  scene = await fillScene(site.ctx);
});
afterAll(async () => site[Symbol.asyncDispose]());

const keyOf = (who: Somebody, scopes: readonly ("read" | "write")[], days: 30 | 90 | 365 = 30) =>
  makeToken(site.ctx, who, { name: "Report", scopes, days }, VISITOR);

interface Asked {
  readonly method?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

async function ask(path: string, { method = "GET", key, headers = {}, body }: Asked = {}) {
  const { origin } = site.ctx.iris;
  const init = {
    method,
    headers: {
      host: new URL(origin).host,
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const bindings = { incoming: { socket: { remoteAddress: "192.0.2.77" } } };
  const answer = await site.app.fetch(new Request(`${origin}${path}`, init), bindings);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test("A key reads and writes in its person's name, always as JSON, and nobody keeps the answer", async () => {
  const { author } = scene.people;
  const key = await keyOf(author, ["read", "write"]);
  const [stored] = await site.ctx.sql`select * from api_tokens where account_id = ${author.accountId}`;
  expect(key).toMatch(/^mth_[A-Za-z0-9_-]{43}$/);
  expect(JSON.stringify(stored)).not.toContain(key.slice(4));
  const thread = `/c/${scene.place.handle}/t/${idOf(scene.topic.id)}`;
  const read = await ask(thread, { key, headers: { accept: "text/html" } });
  expect([read.status, read.headers.get("content-type"), read.headers.get("cache-control")]).toEqual([
    200,
    "application/json; charset=utf-8",
    "private, no-store",
  ]);
  expect(JSON.parse(read.text)).toMatchObject({ mine: true });
  const said = await ask(`${thread}/reply`, { method: "POST", key, body: { text: "By program." } });
  expect(said.status).toBe(200);
  const [post] = await site.ctx.sql`select author_id, source from posts where source = 'By program.'`;
  expect(post).toMatchObject({ author_id: author.actorId });
  const [used] = await site.ctx.sql<{ last_used: Date | null }[]>`select last_used from api_tokens`;
  expect(used?.last_used).not.toBeNull();
});

test("What a key may do is in one list: account, administration and moderation are for people who signed in", async () => {
  const { administrator } = scene.people;
  const key = await keyOf(administrator, ["read", "write"]);
  const before = await rowsOf(site.ctx);
  const closed = routesOf(site.app).filter((route) => scopeOf(route) === null);
  for (const route of closed) {
    if (/^\/(livez|readyz|assets\/:file|favicon\.ico|robots\.txt)$/.test(route.path)) continue;
    const { status } = await ask(addressOf(route.path, scene.fill), { method: route.method, key });
    expect(status, `${route.method} ${route.path}`).toBe(403);
  }
  const text = closed.map(({ method, path }) => `${method} ${path}`);
  for (const named of [
    "POST /me/tokens",
    "GET /me/tokens",
    "POST /me/password",
    "POST /me/email",
    "GET /me/sessions",
    "POST /sign-in",
    "POST /sign-out",
    "GET /admin",
    "POST /moderation/:id",
    "POST /c/:name/t/:id/p/:post/remove",
  ])
    expect(text).toContain(named);
  const left = changedRows(before, await rowsOf(site.ctx), ["login_attempts", "api_tokens"]);
  expect(left).toEqual([]);
});

test("A key for reading writes nothing, and one for writing reads nothing of what only reading opens", async () => {
  const { member } = scene.people;
  const [reads, writes] = [await keyOf(member, ["read"]), await keyOf(member, ["write"])];
  const thread = `/c/${scene.place.handle}/t/${idOf(scene.topic.id)}`;
  const body = { text: "No." };
  expect((await ask(`${thread}/reply`, { method: "POST", key: reads, body })).status).toBe(403);
  expect((await ask("/notifications", { key: writes })).status).toBe(403);
  expect((await ask("/notifications", { key: reads })).status).toBe(200);
  const [none] = await site.ctx.sql`select 1 from posts where source = 'No.'`;
  expect(none).toBeUndefined();
});

test("A key that was taken back, has ended or belongs to a closed account is dead at once, and says no more than a wrong one", async () => {
  const { ctx } = site;
  const { outsider } = scene.people;
  const [revoked, expired, suspended] = [
    await keyOf(outsider, ["read"]),
    await keyOf(outsider, ["read"]),
    await keyOf(outsider, ["read"]),
  ];
  const wrong = await ask("/communities", { key: `mth_${"A".repeat(43)}` });
  expect([wrong.status, wrong.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Moothall"']);
  const deadAs = async (key: string) => {
    const { status, text } = await ask("/communities", { key });
    const plain = (one: string) => one.replace(/"request":"[^"]+"/, "");
    expect([status, plain(text)]).toEqual([wrong.status, plain(wrong.text)]);
  };
  for (const key of [revoked, expired, suspended])
    expect((await ask("/communities", { key })).status).toBe(200);
  const use = await findTokenUse(ctx, revoked);
  expect(await refusalOf(revokeToken(ctx, scene.people.member.accountId, use?.tokenId ?? "", VISITOR))).toBe(
    "not-found",
  );
  await revokeToken(ctx, outsider.accountId, use?.tokenId ?? "", VISITOR);
  await deadAs(revoked);
  await ctx.sql`update api_tokens set expires = ${ctx.clock.now()} where id = ${(await findTokenUse(ctx, expired))?.tokenId ?? ""}`;
  await deadAs(expired);
  await disableAccount(ctx, { accountId: outsider.accountId, by: null });
  await deadAs(suspended);
  await enableAccount(ctx, { accountId: outsider.accountId, by: null });
  await deadAs(suspended);
  const audited = await ctx.sql`select kind from audit_events where account_id = ${outsider.accountId}
    and kind like 'token.%' order by happened, kind`;
  expect(audited.map(({ kind }) => kind)).toEqual([
    "token.made",
    "token.made",
    "token.made",
    "token.revoked",
  ]);
});

test("A new password and signing out everywhere else end every key", async () => {
  const { ctx } = site;
  const { facilitator } = scene.people;
  const session = await findSession(ctx, facilitator.token);
  if (session === null) throw new Error("The facilitator is not signed in.");
  const first = await keyOf(facilitator, ["read"]);
  await endOtherSessionsOf(ctx, session, VISITOR);
  expect(await findTokenUse(ctx, first)).toBeNull();
  const second = await keyOf(facilitator, ["read"]);
  await changePassword(ctx, session, { current: PASSWORD, password: "cobalt otters ironing 7" }, VISITOR);
  expect(await findTokenUse(ctx, second)).toBeNull();
});

test("A key works in the Authorization header alone: not in an address, a form or a cookie, nor beside a session", async () => {
  const { author } = scene.people;
  const key = await keyOf(author, ["read", "write"]);
  const cookie = scene.cookie("author");
  expect((await ask(`/communities?access_token=${key}`)).status).toBe(400);
  expect((await ask(`/communities?q=${key}`, { headers: { ...cookie, accept: "text/html" } })).status).toBe(
    400,
  );
  expect((await ask("/notifications", { key, headers: cookie })).status).toBe(400);
  const [name = ""] = Object.values(cookie).map((value) => value.split("=")[0]);
  expect((await ask("/me/tokens", { headers: { cookie: `${name}=${key}` } })).status).toBe(303);
  for (const authorization of [
    `Basic ${btoa(`x:${key}`)}`,
    `bearer ${key} x`,
    key,
    "Bearer ",
    `Bearer ${key}A`,
  ])
    expect((await ask("/communities", { headers: { authorization } })).status, authorization).toBe(401);
  const forged = { "sec-fetch-site": "cross-site", authorization: "Bearer x", ...cookie };
  const reply = `/c/${scene.place.handle}/t/${idOf(scene.topic.id)}/reply`;
  const sent = await ask(reply, { method: "POST", headers: forged, body: { text: "Forged." } });
  expect(sent.status).toBe(403);
  const [none] = await site.ctx.sql`select 1 from posts where source = 'Forged.'`;
  expect(none).toBeUndefined();
});

test("To a key a closed community of others is what is not there at all", async () => {
  const { ctx } = site;
  const key = await keyOf(scene.people.author, ["read", "write"]);
  const closed = await makeCommunity(ctx, scene.people["facilitator elsewhere"], {
    ...draftCommunity("Closed", "confidential"),
    handle: "closed_room",
  });
  const plain = (text: string) => text.replace(/"request":"[^"]+"/, "");
  for (const path of ["", "/questions", "/members", "/about"]) {
    const there = await ask(`/c/${closed.handle}${path}`, { key });
    const missing = await ask(`/c/nothing_here${path}`, { key });
    expect([there.status, plain(there.text)]).toEqual([404, plain(missing.text)]);
  }
  const joining = await ask(`/c/${closed.handle}/join`, { method: "POST", key });
  expect(joining.status).toBe(404);
});

test("A program that asks too often is told when to come back; others are not kept waiting", async () => {
  const { ctx } = site;
  const [busy, quiet] = [
    await keyOf(scene.people.member, ["read"]),
    await keyOf(scene.people.author, ["read"]),
  ];
  expect((await ask("/communities", { key: busy })).status).toBe(200);
  await ctx.sql`update login_attempts set count = 600 where key like 'token requests:%'`;
  const refused = await ask("/communities", { key: busy });
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
  expect((await ask("/communities", { key: quiet })).status).toBe(200);
});

test("A key is made with the password on a page of one's own, shown once, and at most twenty at a time", async () => {
  const { ctx } = site;
  const browser = site.browser();
  const [name = "", value = ""] = scene.cookie("member").cookie?.split("=") ?? [];
  browser.cookies.set(name, value);
  const order = { name: "Weekly report", scope: "write", days: "90" };
  expect((await browser.post("/me/tokens", { ...order, current: "wrong" })).status).toBe(422);
  expect((await browser.post("/me/tokens", { ...order, days: "9999", current: PASSWORD })).status).toBe(422);
  expect((await browser.post("/me/tokens", { ...order, name: " ", current: PASSWORD })).status).toBe(422);
  const made = await browser.post("/me/tokens", { ...order, current: PASSWORD });
  const [key = ""] = /mth_[A-Za-z0-9_-]{43}/.exec(made.text) ?? [];
  expect([made.status, made.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  expect((await findTokenUse(ctx, key))?.scopes).toEqual(["read", "write"]);
  const listed = await browser.get("/me/tokens");
  expect(listed.text).toContain("Weekly report");
  expect(listed.text).not.toContain(key);
  const id = /\/me\/tokens\/([0-9a-f-]{36})\/revoke/.exec(listed.text)?.[1] ?? "";
  expect((await browser.post(`/me/tokens/${id}/revoke`)).to).toContain("done=revoked");
  const fill = async () => {
    for (let i = 0; i < 25; i++) await keyOf(scene.people.member, ["read"]);
  };
  expect(await refusalOf(fill())).toBe("too-many");
});
