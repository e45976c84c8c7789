import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { groupCollectionsOf } from "../../federation/objects/group.ts";
import { type Network, type NetworkNode, startNodes } from "../support/start-nodes.ts";
import { openTestSite, webAppFor } from "../support/web.ts";
import { addressOf, routesOf } from "../support/web-routes.ts";
import { fillScene, type Role, type WebScene } from "../support/web-scene.ts";

let net: Network;
let node: NetworkNode;
let scene: WebScene;
/** Addresses of every page that answers GET, of this node. */
let pages: readonly string[];
beforeAll(async () => {
  net = await startNodes(["somerset"]);
  node = net.node("somerset");
  scene = await fillScene(node.ctx);
  await net.settle();
  pages = routesOf(webAppFor(node.ctx))
    .filter(({ method }) => method === "GET")
    .map(({ path }) => addressOf(path, scene.fill));
});
afterAll(async () => net[Symbol.asyncDispose]());

const get = (path: string, role: Role, headers: Record<string, string> = {}) =>
  node.get(path, { accept: "text/html", ...scene.cookie(role), ...headers });

const POLICY: Readonly<Record<string, string>> = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
  "base-uri": "'none'",
  "object-src": "'none'",
  "require-trusted-types-for": "'script'",
  "connect-src": "'self'",
};

describe("W03–W05: headers of every page", () => {
  test.each(["visitor", "member", "administrator"] as const)(
    "W03, W04, W05: for a %s no page may run, frame or send anything elsewhere",
    async (role) => {
      let whole = 0;
      for (const path of [...pages, "/nothing/here"]) {
        const answer = await get(path, role);
        if (answer.status === 200) whole++;
        const csp = new Map(
          (answer.headers.get("content-security-policy") ?? "").split("; ").map((one) => {
            const [name = "", ...values] = one.split(" ");
            return [name, values.join(" ")] as const;
          }),
        );
        for (const [name, value] of Object.entries(POLICY))
          expect(csp.get(name), `${path} ${name}`).toBe(value);
        expect(answer.headers.get("content-security-policy"), path).not.toMatch(/unsafe|https?:|\*/);
        expect(Object.fromEntries(answer.headers), path).toMatchObject({
          "x-content-type-options": "nosniff",
          "x-frame-options": "DENY",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
          "referrer-policy": "same-origin",
        });
        expect(answer.headers.get("permissions-policy"), path).toContain("geolocation=()");
        const html = await answer.text();
        if (!/^text\/html/.test(answer.headers.get("content-type") ?? "")) continue;
        expect(html, path).not.toMatch(
          /<script(?![^>]*\bsrc=)[^>]*>\s*\S|<style|\sstyle="|\son[a-z]+="|javascript:/i,
        );
      }
      expect(whole).toBeGreaterThan(role === "visitor" ? 15 : 30);
    },
  );

  test("W05: a live node says that it is always https, for a year and for every name below; a trial on loopback does not", async () => {
    await using live = await openTestSite({ origin: "https://cop.somerset.example" });
    const answer = await live.browser().get("/sign-in");
    const [, seconds = "0", rest] =
      /^max-age=(\d+)(.*)$/.exec(answer.headers.get("strict-transport-security") ?? "") ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(31_536_000);
    expect(rest).toContain("includeSubDomains");
    expect((await get("/sign-in", "visitor")).headers.get("strict-transport-security")).toBeNull();
  });
});

describe("W20: what may be kept, and by whom", () => {
  /** A cache between two people that keeps whatever it may (RFC 9111 §3, §4.1). */
  function sharedCache() {
    const kept = new Map<string, { vary: string; answer: string }[]>();
    return async (path: string, role: Role) => {
      const sent: Record<string, string> = {
        accept: "text/html",
        "accept-language": "en",
        ...scene.cookie(role),
      };
      const keyOf = (vary: string) =>
        vary
          .toLowerCase()
          .split(/,\s*/)
          .map((name) => `${name}=${sent[name] ?? ""}`)
          .join("&");
      const hit = kept.get(path)?.find(({ vary }) => kept.get(`${path} ${vary} ${keyOf(vary)}`));
      const found = hit && kept.get(`${path} ${hit.vary} ${keyOf(hit.vary)}`)?.[0];
      if (found) return found.answer;
      const answer = await node.get(path, sent);
      const text = await answer.text();
      const control = answer.headers.get("cache-control") ?? "";
      const vary = answer.headers.get("vary") ?? "";
      if (/private|no-store/.test(control) || vary === "*") return text;
      kept.set(path, [...(kept.get(path) ?? []), { vary, answer: text }]);
      kept.set(`${path} ${vary} ${keyOf(vary)}`, [{ vary, answer: text }]);
      return text;
    };
  }

  test("W20: through a cache that keeps all it may, nobody gets another's page", async () => {
    const cached = sharedCache();
    const names = { administrator: "Adele Root", member: "Mona Lee" } as const;
    for (const path of pages) {
      await cached(path, "administrator");
      await cached(path, "member");
      const visitors = await cached(path, "visitor");
      expect(visitors, path).not.toContain(`>${names.administrator}<`);
      expect(visitors, path).not.toContain("/sign-out");
      expect((await cached(path, "member")).includes('/admin"'), path).toBe(false);
    }
  });

  test("W20: what a signed-in person sees is theirs; account pages, forms and errors are kept by nobody", async () => {
    for (const path of pages.filter((one) => !/^\/(assets|robots|favicon)/.test(one))) {
      const answer = await get(path, "administrator");
      const control = answer.headers.get("cache-control") ?? "";
      if ([302, 303].includes(answer.status)) continue;
      expect(control, path).toMatch(/^private, (no-store|no-cache)$/);
      if (/^\/(admin|me|notifications|drafts|moderation)/.test(path) || answer.status >= 400) {
        expect(control, path).toBe("private, no-store");
        expect(answer.headers.get("etag"), path).toBeNull();
      }
      if (control !== "private, no-store")
        expect(answer.headers.get("vary") ?? "nothing", path).toMatch(/Cookie/);
    }
  });
});

describe("W25: the address comes from the settings", () => {
  const host = () => new URL(node.origin).host;

  /** Sends bytes and gives back the first answer's first line and what follows. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(node.origin).port), "127.0.0.1", () => socket.write(text));
      let answer = "";
      socket.setTimeout(10_000, () => socket.destroy());
      socket.on("data", (part) => (answer += part.toString("latin1")));
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
    });
  }

  const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
  const ap = () => [
    `${new URL(scene.place.iri).pathname}`,
    "/ap/actor",
    "/.well-known/webfinger?resource=acct:x@y",
    "/.well-known/nodeinfo",
    "/nodeinfo/2.1",
  ];

  test("W25: a request for another host is answered 421, pages and documents alike", async () => {
    for (const path of ["/", "/communities", "/sign-in", "/assets/x.css", ...ap()]) {
      for (const other of [
        "evil.example",
        "somerset.localhost",
        "localhost",
        "127.0.0.1",
        `${host()}.evil.example`,
        `evil.example:${host().split(":")[1]}`,
      ]) {
        const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${other}\r\nConnection: close\r\n\r\n`);
        expect(other.includes(".evil") ? [400, 421] : [421], `${path} for ${other}`).toContain(
          statusOf(answer),
        );
        expect(answer, path).not.toContain("evil.example/");
      }
    }
  });

  test("W25: no host, two hosts, and a host that lies in the request line", async () => {
    const one = (lines: string) => raw(`${lines}\r\nConnection: close\r\n\r\n`);
    expect(statusOf(await one("GET / HTTP/1.1"))).toBe(400);
    expect([400, 421]).toContain(
      statusOf(await one(`GET / HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.example`)),
    );
    expect([400, 421]).toContain(
      statusOf(await one(`GET /communities HTTP/1.1\r\nHost: ${host()}, evil.example`)),
    );
    expect([400, 404, 421]).toContain(
      statusOf(await one(`GET http://evil.example/communities HTTP/1.1\r\nHost: evil.example`)),
    );
  });

  test("W25: forwarded hosts and schemes change no address in any answer", async () => {
    const lies = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-original-url": "/admin",
      "x-rewrite-url": "/admin",
      forwarded: "host=evil.example;proto=https",
      "x-host": "evil.example",
    };
    for (const path of [
      ...pages,
      ...ap(),
      ...Object.values(groupCollectionsOf(new URL(scene.place.iri).pathname)),
    ]) {
      const answer = await get(path, "member", lies);
      expect(answer.headers.get("location") ?? "", path).not.toContain("evil");
      expect(await answer.text(), path).not.toContain("evil.example");
    }
  });

  test("W25: a request within a request is not taken for a second one", async () => {
    const inner = `GET /admin HTTP/1.1\r\nHost: ${host()}\r\n\r\n`;
    const head = (lines: string) =>
      `POST /sign-in HTTP/1.1\r\nHost: ${host()}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n${lines}\r\n\r\n`;
    const smuggled = [
      `${head(`Content-Length: ${inner.length + 5}\r\nTransfer-Encoding: chunked`)}0\r\n\r\n${inner}`,
      `${head("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")}0\r\n\r\n${inner}`,
      `${head("Transfer-Encoding : chunked")}0\r\n\r\n${inner}`,
      `${head("Content-Length: 3\r\nContent-Length: 4")}a=1${inner}`,
      `${head("Content-Length: +3")}a=1${inner}`,
      `${head("Transfer-Encoding: xchunked")}0\r\n\r\n${inner}`,
      `GET / HTTP/1.1\r\nHost: ${host()}\nX: y\r\n\r\n`,
    ];
    for (const text of smuggled) {
      const answer = await raw(text);
      expect(statusOf(answer), text.slice(0, 200)).toBe(400);
      expect(answer.match(/HTTP\/1\.1 \d{3}/g), text.slice(0, 200)).toHaveLength(1);
    }
  });
});

describe("W21: what is not there, and what is not for one, are one answer", () => {
  test("W21: rooms of the administration and of facilitators do not say what stands in them", async () => {
    const nobody = "019a0000-0000-7000-8000-000000000001";
    for (const [there, missing] of [
      [`/admin/people/${scene.people.member.accountId}`, `/admin/people/${nobody}`],
      [`/moderation/${scene.fill["moderation/:id"]}`, "/moderation/01m7hsbc2gfkermehpr09j3rax"],
    ] as const) {
      for (const role of ["visitor", "outsider", "facilitator elsewhere", "member"] as const) {
        const [a, b] = [await get(there, role), await get(missing, role)];
        const plain = async (answer: Response) =>
          (await answer.text()).replaceAll(/[0-9a-f-]{36}|[0-9a-z]{26}/g, "");
        expect([a.status, await plain(a)], `${there} as ${role}`).toEqual([b.status, await plain(b)]);
      }
    }
  });
});
