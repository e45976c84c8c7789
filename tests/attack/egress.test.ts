import { describe, expect, test } from "vitest";
import { EgressFailed, EgressRefused } from "../../node/egress/errors.ts";
import type { Resolve } from "../../node/egress/resolve.ts";
import { answering, get, LOOPBACK, listen, open } from "../support/egress.ts";

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

  test("A localhost name leads to the one loopback address that its entry names, and nowhere else", async () => {
    const listener = await listen((_request, response) => void response.end("open"));
    const origin = `http://somerset.localhost:${listener.port}`;
    const here = open({ privateNetworks: [{ origin, cidr: "127.0.0.1/32" }] });
    expect(Buffer.from((await get(here, `${origin}/`)).body).toString()).toBe("open");
    const elsewhere = open({ privateNetworks: [{ origin, cidr: "127.0.0.77/32" }] });
    await expect(get(elsewhere, `${origin}/`)).rejects.toThrow(EgressFailed);
    expect(listener.connections()).toBe(1);
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
