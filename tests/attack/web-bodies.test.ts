import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { returnTry, takeTry } from "../../node/accounts/limits.ts";
import { PASSWORD, refusalOf } from "../support/accounts.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { addressOf, type Registered, routesOf } from "../support/web-routes.ts";
import { fillScene, type Role, type WebScene } from "../support/web-scene.ts";

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
/** What counts tries and looks; nothing that a person sent stands there. */
const COUNTED = ["sessions", "audit_events", "audit_addresses", "login_attempts"];
/** They look at no body, and do what they are for whatever stands in it. */
const WITHOUT_BODY = [
  /^\/(sign-out|admin\/test-mail)$/,
  /^\/admin\/people\/:id\/(?!employer)/,
  /^\/admin\/councils\/:id\/end$/,
  /^\/(admin\/invitations|me\/invite)\/:id\/(again|withdraw)$/,
  /^\/me\/(sessions\/.*|email\/:token)$/,
  /^\/unsubscribe\//,
  /^\/first\/:token\/address$/,
  /^\/c\/:name\/(leave|withdraw|follow|unfollow)$/,
  /^\/c\/:name\/t\/:id\/(read|pin|unpin|unlock)$/,
  /^\/c\/:name\/t\/:id\/p\/:post\/(useful|not-useful|accept|unaccept)$/,
];

async function send(route: Registered, role: Role, type: string, body: string): Promise<number> {
  const { origin } = site.ctx.iris;
  const headers = {
    host: new URL(origin).host,
    "content-type": type,
    "sec-fetch-site": "same-origin",
    ...scene.cookie(role),
  };
  const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
  const request = new Request(`${origin}${addressOf(route.path, scene.fill)}`, {
    method: route.method,
    headers,
    body,
  });
  return (await site.app.fetch(request, bindings)).status;
}

/** Sends the same to every route that reads a body, as everyone who might be let in. */
async function sendEverywhere(type: string, body: string): Promise<string[]> {
  const answered: string[] = [];
  for (const route of writes().filter(({ path }) => !WITHOUT_BODY.some((one) => one.test(path)))) {
    for (const role of ["facilitator", "administrator"] as const)
      answered.push(`${await send(route, role, type, body)} ${route.method} ${route.path} as ${role}`);
  }
  return answered;
}

const FILES: readonly (readonly [name: string, type: string, bytes: string])[] = [
  ["minutes.pdf", "application/pdf", "<html><script>alert(1)</script>"],
  ["plan.png", "image/png", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ["photo.jpg.php", "image/jpeg", "GIF89a/*<?php system($_GET[0]); ?>*/=0;"],
  ["../../../etc/passwd\r\nX-Evil: 1", "text/plain", "root"],
];

describe("W07, W08: files, which this version does not take", () => {
  test.each(FILES)(
    "W07, W08: a file called %j that says it is %s is refused by every form, and kept nowhere",
    async (name, type, bytes) => {
      const before = await rowsOf(site.ctx);
      const fields = ["title", "text", "name", "file", "email", "q"].map(
        (field) =>
          `--walrus\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${bytes}\r\n`,
      );
      const body = `${fields.join("")}--walrus--\r\n`;
      const answered = await sendEverywhere("multipart/form-data; boundary=walrus", body);
      expect(answered.filter((one) => !/^4/.test(one))).toEqual([]);
      expect(changedRows(before, await rowsOf(site.ctx), COUNTED)).toEqual([]);
    },
  );

  test.each([
    ["no boundary", "multipart/form-data", "--x\r\n"],
    ["another boundary", "multipart/form-data; boundary=y", "--x\r\n\r\nfile\r\n--x--"],
    [
      "no end",
      "multipart/form-data; boundary=x",
      '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf',
    ],
    ["no type that is a form's", "application/octet-stream", "GIF89a"],
    ["nothing in it", "multipart/form-data; boundary=x", "x"],
  ])("W07: a body of parts with %s is refused, and no page fails", async (_what, type, body) => {
    const before = await rowsOf(site.ctx);
    const answered = await sendEverywhere(type, body);
    expect(answered.filter((one) => !/^[34]|^200 POST \/preview /.test(one))).toEqual([]);
    expect(changedRows(before, await rowsOf(site.ctx), COUNTED)).toEqual([]);
  });
});

describe("W24: names of fields that are names of the language", () => {
  const NAMES = [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "__proto__[administrator]",
    "constructor.prototype.administrator",
  ];

  test("W24: no field of a form or of JSON becomes a property of everything", async () => {
    const before = await rowsOf(site.ctx);
    const form = NAMES.map((name) => `${encodeURIComponent(name)}=1`).join("&");
    const json = `{"__proto__":{"administrator":true},"constructor":{"prototype":{"administrator":true}}}`;
    for (const [type, body] of [
      ["application/x-www-form-urlencoded", form],
      ["application/json", json],
      ["application/json", `{"text":${json}}`],
    ] as const) {
      const answered = await sendEverywhere(type, body);
      expect(answered.filter((one) => !/^[34]|^200 POST \/preview /.test(one))).toEqual([]);
    }
    const anything: Record<string, unknown> = {};
    expect([anything.administrator, anything.polluted]).toEqual([undefined, undefined]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(changedRows(before, await rowsOf(site.ctx), COUNTED)).toEqual([]);
  });

  test("W24: NUL and half characters are refused in every form, and in every address", async () => {
    const before = await rowsOf(site.ctx);
    const names = ["title", "text", "name", "email", "q", "words", "reason", "handle", "summary", "token"];
    const json = (piece: string) => `{${names.map((name) => `"${name}":"a${piece}"`).join(",")}}`;
    for (const [type, body] of [
      ["application/x-www-form-urlencoded", names.map((name) => `${name}=a%00b`).join("&")],
      ["application/json", json("\\u0000")],
      ["application/json", json("\\ud800")],
    ] as const) {
      const answered = await sendEverywhere(type, body);
      expect(answered.filter((one) => !/^[34]|^200 POST \/preview /.test(one))).toEqual([]);
    }
    for (const { path } of routesOf(site.app).filter(({ method }) => method === "GET")) {
      const address = addressOf(path, scene.fill);
      for (const url of [`${address}?q=a%00b&next=%00&page=%00`, address.replace(/[^/]+$/, "%00")]) {
        const headers = { host: new URL(site.ctx.iris.origin).host, ...scene.cookie("facilitator") };
        const answer = await site.app.fetch(new Request(`${site.ctx.iris.origin}${url}`, { headers }));
        expect(answer.status, url).toBeLessThan(500);
      }
    }
    expect(changedRows(before, await rowsOf(site.ctx), [...COUNTED, "reading", "notices"])).toEqual([]);
  });
});

describe("W28: how often one may try to sign in", () => {
  const LIMIT = { name: "w28", most: 5, minutes: 15 } as const;

  test("W28: tries at the same time and after a restart are counted together, each name and each visitor apart", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => takeTry(site.ctx, LIMIT, "ann")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(LIMIT.most);
    await takeTry(site.ctx, LIMIT, "bob");
    await returnTry(site.ctx, LIMIT, "ann");
    await takeTry(site.ctx, LIMIT, "ann");
    expect(await refusalOf(takeTry(site.ctx, LIMIT, "ann"))).toBe("too-many");
    const rows = await site.ctx.sql<{ key: string }[]>`select key from login_attempts where key like 'w28:%'`;
    expect(rows).toHaveLength(2);
    expect(rows.map(({ key }) => key).join()).not.toMatch(/ann|bob/);
  });

  test("W28: a guesser is told to wait, and with the right password too; the visitor next door is not", async () => {
    const email = "mona.lee@somerset.gov.example";
    const guesser = site.browser({ address: "203.0.113.7" });
    for (let n = 0; n < 12; n++) await guesser.post("/sign-in", { email, password: `guess number ${n}` });
    expect((await guesser.post("/sign-in", { email, password: PASSWORD })).status).toBe(429);
    const other = site.browser({ address: "203.0.113.8" });
    const signedIn = await other.post("/sign-in", {
      email: "olive.penn@somerset.gov.example",
      password: PASSWORD,
    });
    expect(signedIn.status).toBe(303);
  });
});

test("W23: nothing that people typed stands in a header of an answer, and no route answers a table for a spreadsheet", async () => {
  for (const route of routesOf(site.app).filter(({ method }) => method === "GET")) {
    const url = `${site.ctx.iris.origin}${addressOf(route.path, scene.fill)}`;
    const query =
      "?next=/%0d%0aX-Evil:%201&q=%0d%0aX-Evil:%201&done=%0d%0aX-Evil&community=%0d%0aX-Evil:1&lang=%0d%0aX-Evil:1";
    for (const role of ["visitor", "administrator"] as const) {
      const headers = { host: new URL(url).host, ...scene.cookie(role) };
      const answer = await site.app.fetch(new Request(url + query, { headers }));
      expect(answer.headers.get("x-evil"), route.path).toBeNull();
      expect(answer.headers.get("content-type") ?? "", route.path).not.toMatch(/csv|excel|spreadsheet/);
      expect(answer.headers.get("content-disposition"), route.path).toBeNull();
    }
  }
});
