import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type ClientRequest, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { closeServer, limitBodies, servingOf } from "../../node/runtime/server.ts";
import { type Browser, openTestSite, signedInOn, type TestSite } from "../support/web.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-files-"));
const PORT = 8_633;
let site: TestSite;
let mona: Browser;
let server: ReturnType<typeof serve>;
beforeAll(async () => {
  const origin = `http://somerset.localhost:${PORT}`;
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"] }];
  site = await openTestSite({ origin, config: { dataDir, councils, port: PORT } });
  mona = await signedInOn(site, { name: "Mona Lee", email: "mona.lee@somerset.gov.example" });
  await new Promise<void>((ready) => {
    server = serve({ fetch: site.app.fetch, ...servingOf(site.ctx.config) }, () => ready());
  });
  limitBodies(server);
});
afterAll(async () => {
  await closeServer(server);
  await site[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What is kept, or was left on its way in. */
async function left(): Promise<readonly string[]> {
  const all = readdirSync(dataDir, { recursive: true, withFileTypes: true });
  const rows = await site.ctx.sql<{ id: string }[]>`select id from files`;
  return [...all.flatMap((one) => (one.isFile() ? [one.name] : [])), ...rows.map(({ id }) => id)];
}

const HEAD =
  '--walrus\r\nContent-Disposition: form-data; name="upload"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n';
const END = "\r\n--walrus--\r\n";

/** A request to upload, with its answer: the status, or why there was none. */
function opened(headers: Record<string, string | number>): {
  sent: ClientRequest;
  answer: Promise<number | string>;
} {
  const { host } = new URL(site.ctx.iris.origin);
  const sent = request({
    host: "127.0.0.1",
    port: PORT,
    path: "/files",
    method: "POST",
    headers: {
      host,
      accept: "application/json",
      "sec-fetch-site": "same-origin",
      "content-type": "multipart/form-data; boundary=walrus",
      cookie: [...mona.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      ...headers,
    },
  });
  const answer = new Promise<number | string>((resolve) => {
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
  });
  return { sent, answer };
}

const large = Buffer.alloc(FILE_LIMITS.fileBytes + 1, "a");

describe("W10: files beyond their limits, on a real socket", () => {
  test("W10: one that is too large is answered 413 and leaves nothing, whether it says its length or not", async () => {
    const length = HEAD.length + large.length + END.length;
    for (const [name, value] of [
      ["content-length", length],
      ["transfer-encoding", "chunked"],
    ] as const) {
      const { sent, answer } = opened({ [name]: value });
      sent.write(HEAD);
      sent.write(large);
      sent.end(END);
      expect(await answer).toBe(413);
      expect(await left()).toEqual([]);
    }
  });

  test("W10: one that is just small enough is kept", async () => {
    const { sent, answer } = opened({ "transfer-encoding": "chunked" });
    sent.write(HEAD);
    sent.write(large.subarray(1));
    sent.end(END);
    expect(await answer).toBe(200);
    // Its bytes and its row.
    expect(new Set(await left()).size).toBe(1);
    await site.ctx.sql`delete from files`;
    rmSync(join(dataDir, "files"), { recursive: true });
  });

  test("W10, R04: one whose sender goes away half-way leaves nothing", async () => {
    const { sent, answer } = opened({ "content-length": 1_000_000 });
    sent.write(HEAD);
    sent.write(large.subarray(0, 300_000));
    await expect.poll(async () => (await left()).length).toBe(1);
    sent.destroy();
    expect(await answer).toBe("ECONNRESET");
    await expect.poll(left).toEqual([]);
  });

  test("W10: a form without end is cut off, and who is not signed in is not read", async () => {
    const visitor = opened({ "transfer-encoding": "chunked", cookie: "" });
    visitor.sent.write(HEAD);
    expect(await visitor.answer).toBe(401);
    visitor.sent.destroy();
    const { sent, answer } = opened({ "transfer-encoding": "chunked" });
    sent.write(HEAD);
    const flood = () => {
      while (sent.writable && sent.write(large.subarray(0, 4_000_000))) {}
    };
    sent.on("drain", flood);
    flood();
    expect([413, "EPIPE", "ECONNRESET"]).toContain(await answer);
    sent.destroy();
    await expect.poll(left).toEqual([]);
  });
});
