import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { EgressFailed } from "../../node/egress/errors.ts";
import { refuseGlobalFetch } from "../../node/egress/refuse-global-fetch.ts";
import { EXPIRED_CERTIFICATE, TEST_AUTHORITY, TEST_CERTIFICATE } from "../support/certificates.ts";
import { answering, get, LOOPBACK, listen, open } from "../support/egress.ts";
import { openListener } from "../support/listener.ts";

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
    const addressless = open({ privateNetworks, resolve: answering() });

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
    for (const egress of [nameless, addressless]) {
      await expect(get(egress, `https://north.test:${good.port}/`)).rejects.toMatchObject({ why: "dns" });
    }
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
