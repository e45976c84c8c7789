import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NodeContext } from "../../node/context.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { openTestSite, type TestSite, webAppFor } from "../support/web.ts";
import { addressOf, type Registered, routesOf } from "../support/web-routes.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

let site: TestSite;
let scene: WebScene;
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
});
afterAll(async () => site[Symbol.asyncDispose]());

const writes = (): readonly Registered[] => routesOf(site.app).filter(({ method }) => method !== "GET");
const reads = (): readonly Registered[] => routesOf(site.app).filter(({ method }) => method === "GET");

/** A request that a browser or a program sends, in this process. */
function request(
  route: Registered,
  sent: {
    headers?: Record<string, string>;
    body?: BodyInit | null;
    query?: string;
    app?: TestSite["app"];
  } = {},
): Promise<Response> {
  const { origin } = site.ctx.iris;
  const url = `${origin}${addressOf(route.path, scene.fill)}${sent.query ?? ""}`;
  const headers = { host: new URL(origin).host, ...sent.headers };
  const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
  const body = sent.body ?? null;
  return Promise.resolve(
    (sent.app ?? site.app).fetch(new Request(url, { method: route.method, headers, body }), bindings),
  );
}

test("The tables below are made of every registered route", () => {
  expect(writes().length).toBeGreaterThan(60);
  expect(reads().length).toBeGreaterThan(50);
});

describe("W01: what changes something comes from a page of this site", () => {
  const FROM: readonly (readonly [string, Record<string, string>])[] = [
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["another site that says it is us", { "sec-fetch-site": "cross-site" }],
    ["a neighbour under the same name", { "sec-fetch-site": "same-site" }],
    ["an old browser on another site", { origin: "https://evil.example" }],
    ["a page without origin", { origin: "null" }],
    ["a program that says nothing", {}],
  ];
  const TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/json",
    null,
  ];
  /** Sent by mail programs, without a cookie; the token in the address is what counts (RFC 8058). */
  const BY_TOKEN = ["/unsubscribe/:token"];

  test.each(FROM)(
    "W01: nothing sent from %s reaches a route, whatever its content type",
    async (_from, headers) => {
      const before = await rowsOf(site.ctx);
      const own = `http://${new URL(site.ctx.iris.origin).host}`;
      const sent = headers["sec-fetch-site"] && !headers.origin ? { ...headers, origin: own } : headers;
      for (const route of writes().filter(({ path }) => !BY_TOKEN.includes(path))) {
        for (const type of TYPES) {
          const cookie = scene.cookie("administrator");
          const answer = await request(route, {
            headers: { ...sent, ...cookie, ...(type ? { "content-type": type } : {}) },
            body: "a=1",
          });
          expect(answer.status, `${route.method} ${route.path} as ${type}`).toBe(403);
        }
      }
      expect(changedRows(before, await rowsOf(site.ctx))).toEqual([]);
    },
  );

  test("W01: from a page of this site the same requests reach their routes", async () => {
    const refused: string[] = [];
    for (const route of writes()) {
      const headers = {
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
      };
      const answer = await request(route, { headers, body: "surprise=1" });
      if ((await answer.text()).startsWith("Forbidden: this request")) refused.push(route.path);
    }
    expect(refused).toEqual([]);
  });
});

describe("W16: nobody sends more than a form has", () => {
  /** They look at no body at all: there is nothing to assign. */
  const WITHOUT_BODY = [
    /^\/sign-out$/,
    /^\/admin\/test-mail$/,
    /^\/admin\/people\/:id\/(?!employer)/,
    /^\/admin\/councils\/:id\/end$/,
    /^\/(admin\/invitations|me\/invite)\/:id\/(again|withdraw)$/,
    /^\/me\/(sessions\/.*|tokens\/:id\/revoke|email\/:token)$/,
    /^\/unsubscribe\//,
    /^\/files\/:file\/remove$/,
    /^\/first\/:token\/address$/,
    /^\/c\/:name\/(leave|withdraw|follow|unfollow|emergency-access\/end)$/,
    /^\/c\/:name\/t\/:id\/(read|pin|unpin|unlock)$/,
    /^\/c\/:name\/t\/:id\/p\/:post\/(useful|not-useful|accept|unaccept)$/,
    /^\/hidden\/:place\/(join|decline|leave|forget|t\/:id\/read)$/,
    /^\/hidden\/:place\/t\/:id\/p\/:post\/(useful|not-useful|accept|unaccept)$/,
    /^\/hidden\/:place\/t\/:id\/(pin|unpin)$/,
  ];

  test.each([
    ["application/x-www-form-urlencoded", "surprise=1&administrator=true"],
    ["application/json", '{"surprise":1,"administrator":true}'],
  ])(
    "W16: a field that a form does not have is refused by every route that reads one (%s)",
    async (type, body) => {
      const before = await rowsOf(site.ctx);
      const taken: string[] = [];
      for (const route of writes().filter(({ path }) => !WITHOUT_BODY.some((one) => one.test(path)))) {
        const statuses: number[] = [];
        for (const role of ["facilitator", "administrator", "author", "member", "visitor"] as const) {
          if (statuses.includes(400)) continue;
          const headers = { "sec-fetch-site": "same-origin", "content-type": type, ...scene.cookie(role) };
          statuses.push((await request(route, { headers, body })).status);
        }
        if (!statuses.includes(400)) taken.push(`${route.method} ${route.path} ${statuses}`);
      }
      expect(taken).toEqual([]);
      const counted = ["sessions", "audit_events", "audit_addresses", "login_attempts"];
      expect(changedRows(before, await rowsOf(site.ctx), counted)).toEqual([]);
    },
  );
});

describe("W29: what goes wrong inside stays inside", () => {
  const INSIDE = 'relation "accounts_secret" does not exist at /srv/moothall/node/db';

  function broken(ctx: NodeContext): NodeContext {
    const fail = () => {
      throw new Error(INSIDE);
    };
    return {
      ...ctx,
      sql: new Proxy(ctx.sql, {
        apply: fail,
        get: (_target, key) => (key === "begin" ? fail : Reflect.get(_target, key)),
      }),
    };
  }

  test.each(["text/html", "application/json"])(
    "W29: no route says more than the number of its request (%s)",
    async (accept) => {
      const app = webAppFor(broken(site.ctx));
      for (const route of routesOf(app)) {
        const headers = { accept, "sec-fetch-site": "same-origin", ...scene.cookie("member") };
        const answer = await request(route, { headers, app, body: route.method === "GET" ? null : "a=1" });
        const text = await answer.text();
        const where = `${route.method} ${route.path}: ${answer.status}`;
        expect(text, where).not.toMatch(/accounts_secret|\/srv\/|\bat [\w.]+ \(|node_modules|Error:/);
        if (answer.status >= 500) expect(text, where).toContain(answer.headers.get("x-request-id"));
      }
    },
  );
});

describe("W22, W24: nothing typed is a command", () => {
  const PAYLOADS = [
    "'",
    "' or 1=1 --",
    "'; drop table posts; --",
    '"); select pg_sleep(5); --',
    "%",
    "_%",
    "\\",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what an attacker types.
    "${7*7}",
    "{{7*7}}",
    "__proto__",
    "constructor",
    "../../../etc/passwd",
    "%00",
    "\u202e",
    "\u{1f6a7}",
    "0x1",
    "-1",
    "99999999999999999999",
    "1e309",
    "x".repeat(5000),
  ];
  const NAMES = [
    "q",
    "page",
    "post",
    "to",
    "kind",
    "sort",
    "council",
    "community",
    "next",
    "item",
    "since",
    "id",
    "email",
    "in",
    "done",
  ];

  test("W22: no address and no query makes a page fail", async () => {
    for (const route of reads()) {
      const headers = scene.cookie("facilitator");
      const at = (path: string, query = "") => request({ ...route, path }, { headers, query });
      for (const [turn, payload] of PAYLOADS.entries()) {
        const value = encodeURIComponent(payload);
        const part = route.path.split("/").find((one) => one.startsWith(":"));
        if (part === undefined && turn % 3 !== 0) continue;
        const pairs = NAMES.map(
          (name, n) => `${name}=${encodeURIComponent(PAYLOADS[(n + turn) % PAYLOADS.length] ?? "")}`,
        );
        const answer =
          part === undefined || turn % 3 === 0
            ? await at(route.path, `?${pairs.join("&").slice(0, 7000)}`)
            : await at(route.path.replace(part, value));
        expect(answer.status, `${route.path} with ${payload.slice(0, 40)}`).toBeLessThan(500);
      }
    }
  });

  test("W22: no text in any form makes a page fail, and every text comes back as text", async () => {
    const forms = new Map<string, readonly string[]>();
    for (const route of reads().filter(({ path }) => !path.includes("token"))) {
      for (const role of ["facilitator", "administrator"] as const) {
        const html = await (await request(route, { headers: scene.cookie(role) })).text();
        for (const [action, fields] of formsIn(html)) forms.set(`${role} ${action}`, fields);
      }
    }
    expect(forms.size).toBeGreaterThan(30);
    for (const [where, fields] of forms) {
      const [role = "visitor", action = ""] = where.split(" ") as ["facilitator", string];
      if (/sign-out|\/(close|end|end-administrator|sign-out)$/.test(action)) continue;
      for (const payload of [MARKUP, ...PAYLOADS.filter((_payload, n) => n % 4 === 0)]) {
        const first = PAYLOADS.indexOf(payload);
        const textFor = (n: number) => PAYLOADS[(first + n) % PAYLOADS.length] ?? "";
        const body = new URLSearchParams(fields.map((name, n) => [name, first < 0 ? MARKUP : textFor(n)]));
        const headers = { "sec-fetch-site": "same-origin", ...scene.cookie(role) };
        const answer = await sendForm(action, headers, body);
        expect(answer.status, `${where} with ${payload.slice(0, 40)}`).toBeLessThan(500);
        expect(await answer.text(), where).not.toContain(MARKUP);
      }
    }
  });

  const MARKUP = "<img src=x onerror=alert(1)>";

  /** Actions and field names of the forms of a page that are sent by POST. */
  function formsIn(html: string): [string, string[]][] {
    return [...html.matchAll(/<form\b[^>]*\baction="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)]
      .filter(([whole]) => /method="post"/i.test(whole.slice(0, whole.indexOf(">"))))
      .map(([, action = "", inner = ""]) => {
        const names = [...inner.matchAll(/<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"/g)].map(
          ([, name = ""]) => name,
        );
        return [action.replaceAll("&amp;", "&"), [...new Set(names)]];
      });
  }

  function sendForm(
    action: string,
    headers: Record<string, string>,
    body: URLSearchParams,
  ): Promise<Response> {
    const { origin } = site.ctx.iris;
    const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
    const all = { host: new URL(origin).host, ...headers };
    return Promise.resolve(
      site.app.fetch(new Request(new URL(action, origin), { method: "POST", headers: all, body }), bindings),
    );
  }
});
