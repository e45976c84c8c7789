import { request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookieNameOf } from "../../web/session.ts";
import { PASSWORD } from "../support/accounts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";
import { browserOn, openTestSite, type TestSite, webAppFor } from "../support/web.ts";
import { addressOf, routesOf } from "../support/web-routes.ts";
import { fillScene, ROLES, type WebScene } from "../support/web-scene.ts";

interface Got {
  readonly status: number;
  readonly encoding: string | undefined;
  readonly vary: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** What comes over the wire from a node that listens, untouched by any client. */
function get(node: NetworkNode, path: string, headers: Record<string, string> = {}): Promise<Got> {
  const { port, host } = new URL(node.origin);
  return new Promise((done, failed) => {
    const options = { host: "127.0.0.1", port, path, headers: { host, accept: "text/html", ...headers } };
    const sent = request(options, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => {
        const bytes = Buffer.concat(pieces);
        const encoding = answer.headers["content-encoding"];
        const read = { br: brotliDecompressSync, gzip: gunzipSync }[encoding ?? ""];
        const vary = answer.headers.vary ?? "";
        const text = (read ? read(bytes) : bytes).toString("utf8");
        done({ status: answer.statusCode ?? 0, encoding, vary, bytes, text });
      });
    });
    sent.on("error", failed).end();
  });
}

describe("What goes over the wire", () => {
  let councils: ThreeCouncils;
  let node: NetworkNode;
  beforeAll(async () => {
    councils = await startThreeCouncils();
    node = councils.somerset;
  });
  afterAll(async () => councils[Symbol.asyncDispose]());

  test.each([
    ["gzip, deflate, br", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["identity", undefined],
    ["br;q=0", undefined],
  ])("a visitor's page and its JSON are sent as the browser takes them (%s)", async (taken, encoding) => {
    for (const accept of ["text/html", "application/json"]) {
      const plain = await get(node, "/communities", { accept });
      const packed = await get(node, "/communities", { accept, "accept-encoding": taken });
      const expected = accept === "text/html" || packed.text.length >= 1024 ? encoding : undefined;
      expect([packed.status, packed.encoding]).toEqual([200, expected]);
      expect(packed.text).toBe(plain.text);
      expect(packed.vary.split(", ").sort()).toEqual([
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Cookie",
      ]);
      if (expected !== undefined) expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    }
  });

  test("built files are small, whole and kept for good; fonts are left as they are", async () => {
    const page = await get(node, "/communities");
    const files = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"#]+)"/g)].map(([, file]) => file ?? "");
    expect(files.some((file) => file.endsWith(".css")) && files.some((file) => file.endsWith(".js"))).toBe(
      true,
    );
    for (const file of new Set(files)) {
      const plain = await get(node, file);
      expect(plain.encoding).toBeUndefined();
      for (const encoding of ["br", "gzip"]) {
        const packed = await get(node, file, { "accept-encoding": encoding });
        const font = file.endsWith(".woff2");
        expect(packed.text === plain.text, file).toBe(true);
        if (font || plain.bytes.length < 1024) expect(packed.encoding, file).toBeUndefined();
        else {
          expect([packed.encoding, packed.vary], file).toEqual([encoding, "Accept-Encoding"]);
          expect(plain.vary, file).toBe("Accept-Encoding");
          expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 1.5);
        }
      }
    }
  });

  test("what has not changed is not sent again, compressed or not", async () => {
    const browser = browserOn(webAppFor(node.ctx), node.origin);
    const home = await browser.get("/", { "accept-encoding": "br" });
    const again = await browser.get("/", {
      "accept-encoding": "br",
      "if-none-match": home.headers.get("etag") ?? "",
    });
    expect([again.status, again.text, again.headers.get("content-encoding")]).toEqual([304, "", null]);
    expect(again.headers.get("vary")).toContain("Accept-Encoding");
  });

  test("somebody signed in gets small pages while they go about on this site", async () => {
    await councils.officer(node, "Amara Okafor");
    const browser = browserOn(webAppFor(node.ctx), node.origin);
    await browser.post("/sign-in", { email: "amara.okafor@somerset.gov.example", password: PASSWORD });
    const cookie = [...browser.cookies].map((pair) => pair.join("=")).join("; ");
    const taken = { cookie, "accept-encoding": "gzip, br" };
    for (const site of ["same-origin", "none"])
      expect((await get(node, "/communities", { ...taken, "sec-fetch-site": site })).encoding).toBe("br");
    for (const site of ["cross-site", "same-site", ""]) {
      const page = await get(node, "/communities", { ...taken, ...(site ? { "sec-fetch-site": site } : {}) });
      expect([page.status, page.encoding], site).toEqual([200, undefined]);
    }
  });
});

describe("BREACH: lengths that another site can ask for tell nothing", () => {
  let site: TestSite;
  let scene: WebScene;
  beforeAll(async () => {
    site = await openTestSite({
      config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
    });
    scene = await fillScene(site.ctx);
  });
  afterAll(async () => site[Symbol.asyncDispose]());

  async function encodingOf(path: string, headers: Record<string, string>): Promise<string | null> {
    const { origin } = site.ctx.iris;
    const sent = {
      host: new URL(origin).host,
      accept: "text/html",
      "accept-encoding": "br, gzip",
      ...headers,
    };
    const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
    const answer = await site.app.fetch(new Request(`${origin}${path}`, { headers: sent }), bindings);
    return answer.headers.get("content-encoding");
  }

  test.each(ROLES.filter((role) => role !== "visitor"))(
    "no page for %s is compressed when a page elsewhere asks for it, and those of a size are when ours does",
    async (role) => {
      const cookie = scene.cookie(role);
      expect(Object.values(cookie).join()).toContain(cookieNameOf(site.ctx.iris.origin));
      let small = 0;
      for (const route of routesOf(site.app).filter(({ method }) => method === "GET")) {
        const path = `${addressOf(route.path, scene.fill)}?q=guess`;
        for (const elsewhere of ["cross-site", "same-site"]) {
          const encoding = await encodingOf(path, { ...cookie, "sec-fetch-site": elsewhere });
          expect(encoding, `${route.path} from ${elsewhere}`).toBeNull();
        }
        if ((await encodingOf(path, { ...cookie, "sec-fetch-site": "same-origin" })) === "br") small++;
      }
      expect(small).toBeGreaterThan(25);
    },
  );
});
