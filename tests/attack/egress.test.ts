import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createEgress, type Egress, type EgressOptions } from "../../node/egress/egress.ts";
import { EgressFailed, EgressRefused } from "../../node/egress/errors.ts";
import { refuseGlobalFetch } from "../../node/egress/refuse-global-fetch.ts";
import type { Resolve } from "../../node/egress/resolve.ts";
import { logOf } from "../../node/log.ts";
import { EXPIRED_CERTIFICATE, TEST_AUTHORITY, TEST_CERTIFICATE } from "../support/certificates.ts";
import { type Listener, openListener } from "../support/listener.ts";

const LOOPBACK = "127.0.0.0/8";
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(...options: Parameters<typeof openListener>): Promise<Listener> {
  const listener = await openListener(...options);
  closers.push(listener.close);
  return listener;
}

function open(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ privateNetworks: [], log: logOf("egress"), ...options });
  closers.push(egress.close);
  return egress;
}

function get(egress: Egress, url: string, more: { maxBytes?: number; deadlineMs?: number } = {}) {
  return egress.request({ method: "GET", url, ...more });
}

/** A resolver that gives every name these addresses and counts how often it is asked. */
function answering(...addresses: string[]): Resolve & { asked: string[] } {
  const asked: string[] = [];
  const resolve = async (hostname: string) => {
    asked.push(hostname);
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
}

const FORBIDDEN_ADDRESSES = [
  ...["127.0.0.1", "127.255.0.1", "::1", "0.0.0.0", "0.1.2.3", "::"],
  ...["169.254.169.254", "fd00:ec2::254", "fe80::1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"],
  ...["255.255.255.255", "192.0.2.1", "198.51.100.7", "203.0.113.9", "10.1.2.3", "172.16.0.1", "192.168.1.1"],
  ...[
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001::1",
  ],
  ...["2001:db8::1", "fec0::1", "ff02::1", "100::1", "192.0.0.8", "192.88.99.1", "not an address"],
];

describe("A01–A03: forbidden addresses", () => {
  test("A name that resolves to one is refused, alone or among good ones, and nothing connects", async () => {
    const listener = await listen();
    const origin = `http://peer.test:${listener.port}`;
    for (const address of FORBIDDEN_ADDRESSES) {
      const plain = open({ resolve: answering(address) });
      await expect(get(plain, "https://peer.test/"), address).rejects.toThrow(EgressRefused);
      const among = open({ resolve: answering("8.8.8.8", "2606:4700::1111", address) });
      await expect(get(among, "https://peer.test/"), address).rejects.toThrow(EgressRefused);
      const elsewhere = [{ origin, cidr: "10.255.255.0/24" }];
      const listed = open({ resolve: answering(address), privateNetworks: elsewhere });
      await expect(get(listed, `${origin}/`), address).rejects.toThrow(EgressRefused);
    }
    expect(listener.connections()).toBe(0);
  });

  test("An address written as host is refused in every spelling, and nothing connects", async () => {
    const listener = await listen();
    const hosts = [
      ...[
        "127.0.0.1",
        "[::1]",
        "localhost",
        "a.localhost",
        "0.0.0.0",
        "[::]",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
      ],
      ...["127.1", "0x7f000001", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::7f00:1]", "[64:ff9b::7f00:1]"],
      ...["[2002:7f00:1::]", "169.254.169.254", "[fd00:ec2::254]", "１２７.0.0.1", "127。0。0。1"],
    ];
    for (const host of hosts) {
      const resolve = answering("8.8.8.8");
      const origin = new URL(`http://${host}:${listener.port}`).origin;
      await expect(get(open({ resolve }), `https://${host}/`), host).rejects.toThrow(EgressRefused);
      await expect(get(open({ resolve }), `${origin}/`), host).rejects.toThrow(EgressRefused);
      const listed = open({ resolve, privateNetworks: [{ origin, cidr: "10.255.255.0/24" }] });
      await expect(get(listed, `${origin}/`), host).rejects.toThrow(EgressRefused);
      expect(resolve.asked, `${host} must not go to DNS`).toEqual([]);
    }
    expect(listener.connections()).toBe(0);
  });

  test("An allow-listed origin is reached, and no other port, scheme or name on the same address", async () => {
    const listener = await listen((_request, response) => void response.end("open"));
    const other = await listen();
    const origin = `http://somerset.localhost:${listener.port}`;
    const resolve = answering("8.8.8.8");
    const egress = open({ resolve, privateNetworks: [{ origin, cidr: LOOPBACK }] });
    const answer = await get(egress, `${origin}/ap/actor?x=1`);
    expect(Buffer.from(answer.body).toString()).toBe("open");
    expect(listener.requests).toEqual(["GET /ap/actor?x=1"]);
    for (const url of [
      `http://somerset.localhost:${other.port}/`,
      `http://localhost:${listener.port}/`,
      `http://127.0.0.1:${listener.port}/`,
      `http://wiltshire.localhost:${listener.port}/`,
      `https://somerset.localhost:${listener.port}/`,
      `http://somerset.localhost.:${listener.port}/`,
    ]) {
      await expect(get(egress, url), url).rejects.toThrow(EgressRefused);
    }
    expect(other.connections()).toBe(0);
    expect(resolve.asked).toEqual([]);
  });
});

describe("A04, A08–A10: what a server answers leads nowhere", () => {
  test("A redirect, a link header and a page with links are answers; nothing they name is asked", async () => {
    const target = await listen();
    const away = `http://127.0.0.1:${target.port}/`;
    const server = await listen((request, response) => {
      const status = Number(request.url?.slice(1));
      const links = Array.from(
        { length: 60 },
        (_, i) => `<${away}${i}>; rel="alternate"; type="application/activity+json"`,
      );
      response.writeHead(status, {
        location: status === 308 ? "/308" : away,
        link: links,
        "content-type": "text/html",
      });
      response.end(`<link rel="alternate" type="application/activity+json" href="${away}">`);
    });
    const origin = `http://north.localhost:${server.port}`;
    const egress = open({
      privateNetworks: [
        { origin, cidr: LOOPBACK },
        { origin: away.slice(0, -1), cidr: LOOPBACK },
      ],
    });
    for (const status of [200, 301, 302, 303, 307, 308]) {
      const answer = await get(egress, `${origin}/${status}`);
      expect(answer.status).toBe(status);
      expect(answer.headers.location).toBeDefined();
    }
    expect(server.requests).toHaveLength(6);
    expect(target.connections()).toBe(0);
  });
});

describe("A05: a name that answers differently the second time", () => {
  test("The addresses that are judged are the ones connected to, at every new connection", async () => {
    const listener = await listen(
      (_request, response) => void response.writeHead(200, { connection: "close" }).end(),
    );
    const origin = `http://peer.test:${listener.port}`;
    const answers = ["127.0.0.1", "127.0.0.2", "127.0.0.1"];
    let asked = 0;
    const resolve: Resolve = async () => [{ address: answers[asked++] ?? "127.0.0.2", family: 4 }];
    const egress = open({ resolve, privateNetworks: [{ origin, cidr: "127.0.0.1/32" }] });
    expect((await get(egress, `${origin}/1`)).status).toBe(200);
    await expect(get(egress, `${origin}/2`)).rejects.toThrow(EgressRefused);
    expect((await get(egress, `${origin}/3`)).status).toBe(200);
    expect(asked, "one question for each connection").toBe(3);
    expect(listener.requests).toEqual(["GET /1", "GET /3"]);
  });
});

describe("A06, A07, A11–A13: other schemes and ports", () => {
  test("Only https on its own port leaves, and no name is looked up for anything else", async () => {
    const resolve = answering("8.8.8.8");
    const privateNetworks = [{ origin: "http://b.example:8080", cidr: LOOPBACK }];
    const egress = open({ resolve, privateNetworks });
    for (const url of [
      ...["http://a.example/", "file:///etc/passwd", "data:application/activity+json,{}", "ftp://a.example/"],
      ...[
        "gopher://a.example/",
        "ws://a.example/",
        "javascript:1",
        "/ap/actor",
        "",
        "https://",
        "https://a b/",
      ],
      ...["22", "25", "80", "5432", "6379", "8443"].map((port) => `https://a.example:${port}/`),
      ...["https://user@a.example/", "https://user:pass@a.example/", "https://a.example./"],
      ...[
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/.well-known/openid-configuration",
      ],
    ]) {
      await expect(get(egress, url), url).rejects.toThrow(EgressRefused);
      await expect(egress.request({ method: "POST", url, body: "{}" }), url).rejects.toThrow(EgressRefused);
    }
    expect(resolve.asked).toEqual([]);
  });

  test("A request cannot name another host than its URL", async () => {
    const listener = await listen();
    const origin = `http://north.localhost:${listener.port}`;
    const egress = open({ privateNetworks: [{ origin, cidr: LOOPBACK }] });
    const send = (host: string) => egress.request({ method: "GET", url: `${origin}/`, headers: { host } });
    await expect(send("internal.example")).rejects.toThrow(EgressRefused);
    expect((await send(`north.localhost:${listener.port}`)).status).toBe(200);
  });

  test("An entry of the allow-list must be one origin and one range", () => {
    for (const origin of [
      "north.localhost",
      "http://a.example/path",
      "http://u@a.example",
      "*",
      "file:///x",
    ]) {
      expect(() => open({ privateNetworks: [{ origin, cidr: LOOPBACK }] }), origin).toThrow();
    }
    for (const cidr of ["127.0.0.1", "127.0.0.0/33", "anything", ""]) {
      expect(() => open({ privateNetworks: [{ origin: "http://a.example:8080", cidr }] }), cidr).toThrow();
    }
  });
});

describe("A52, A53: answers without end or measure", () => {
  test("Too large, endless, dripping, silent and compressed answers fail with their cause, and the connection ends", async () => {
    const server = await listen((request, response) => {
      const drip = () =>
        response.write(Buffer.alloc(64 * 1024, 0x20), () => !response.destroyed && setImmediate(drip));
      if (request.url === "/declared") response.writeHead(200, { "content-length": 400_000_000 }).write("{");
      if (request.url === "/endless") drip();
      if (request.url === "/drip") setInterval(() => response.write(" "), 20).unref();
      if (request.url === "/gzip") {
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(1_000_000)));
      }
      if (request.url === "/exact") response.end(Buffer.alloc(2_000));
      if (request.url === "/header") response.writeHead(200, { x: "y".repeat(40_000) }).end();
      if (request.url === "/broken") response.destroy();
      if (request.url === "/cut")
        response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy());
    });
    const origin = `http://north.localhost:${server.port}`;
    const egress = open({ privateNetworks: [{ origin, cidr: LOOPBACK }] });
    const why = (path: string, more = {}) =>
      get(egress, origin + path, more).then(
        ({ body }) => body.byteLength,
        (error: unknown) => (error instanceof EgressFailed ? error.why : error),
      );
    expect(await why("/declared")).toBe("too-large");
    expect(await why("/endless")).toBe("too-large");
    expect(await why("/exact", { maxBytes: 1_999 })).toBe("too-large");
    expect(await why("/exact", { maxBytes: 2_000 })).toBe(2_000);
    expect(await why("/drip", { deadlineMs: 200 })).toBe("timeout");
    expect(await why("/silent", { deadlineMs: 100 })).toBe("timeout");
    expect(await why("/gzip")).toBe("encoded");
    expect(await why("/header")).toBe("too-large");
    expect(await why("/broken")).toBe("reset");
    expect(await why("/cut")).toBe("reset");
  });
});

describe("Why nothing came back, in a word that a page can explain", () => {
  test("A closed port, a missing name, an expired and an unknown certificate are told apart", async () => {
    const good = await listen((_request, response) => void response.end("safe"), { tls: TEST_CERTIFICATE });
    const expired = await listen(undefined, { tls: EXPIRED_CERTIFICATE });
    const closed = await openListener();
    await closed.close();
    const https = (port: number, name = "north.test") => ({
      origin: `https://${name}:${port}`,
      cidr: LOOPBACK,
    });
    const privateNetworks = [
      https(good.port),
      https(good.port, "other.test"),
      https(expired.port),
      https(closed.port),
    ];
    const trusting = open({ privateNetworks, resolve: answering("127.0.0.1"), extraCa: TEST_AUTHORITY });
    const plain = open({ privateNetworks, resolve: answering("127.0.0.1") });
    const missing = async () => Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" }));
    const nameless = open({ privateNetworks, resolve: missing });

    expect(Buffer.from((await get(trusting, `https://north.test:${good.port}/`)).body).toString()).toBe(
      "safe",
    );
    await expect(get(trusting, `https://north.test:${expired.port}/`)).rejects.toMatchObject({
      why: "tls-expired",
    });
    await expect(get(plain, `https://north.test:${good.port}/`)).rejects.toMatchObject({ why: "tls" });
    await expect(get(trusting, `https://other.test:${good.port}/`)).rejects.toMatchObject({ why: "tls" });
    await expect(get(trusting, `https://north.test:${closed.port}/`)).rejects.toMatchObject({
      why: "refused",
    });
    await expect(get(nameless, `https://north.test:${good.port}/`)).rejects.toMatchObject({ why: "dns" });
    expect(good.requests).toEqual(["GET /"]);
    expect(expired.requests).toEqual([]);
  });
});

test("At most eight connections go to one host at a time, and they are used again", async () => {
  const held: (() => void)[] = [];
  let most = 0;
  const server = await listen((_request, response) => {
    held.push(() => response.end());
    most = Math.max(most, held.length);
    if (held.length === 8) setImmediate(() => held.splice(0).forEach((release) => void release()));
  });
  const origin = `http://north.localhost:${server.port}`;
  const egress = open({ privateNetworks: [{ origin, cidr: LOOPBACK }] });
  await Promise.all(Array.from({ length: 40 }, () => get(egress, `${origin}/`)));
  expect(most).toBe(8);
  expect(server.connections()).toBe(8);
});

test("Closing the egress ends what runs and lets nothing more out", async () => {
  const server = await listen(() => {});
  const origin = `http://north.localhost:${server.port}`;
  const egress = open({ privateNetworks: [{ origin, cidr: LOOPBACK }] });
  const running = get(egress, `${origin}/`).catch((error: unknown) => error);
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await egress.close();
  expect(await running).toMatchObject({ why: "closed" });
  await expect(get(egress, `${origin}/`)).rejects.toMatchObject({ why: "closed" });
  expect(server.connections()).toBe(1);
});

test("Nothing else in the process reaches the network: fetch itself is refused until it is given back", async () => {
  const server = await listen();
  const url = `http://127.0.0.1:${server.port}/`;
  const giveBack = refuseGlobalFetch();
  try {
    await expect(fetch(url)).rejects.toThrow();
    expect(server.connections()).toBe(0);
  } finally {
    giveBack();
  }
  expect((await fetch(url, { headers: { connection: "close" } })).status).toBe(200);
});
