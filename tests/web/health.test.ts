import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unlessDatabaseHangs } from "../../node/runtime/patience.ts";
import type { WebApp } from "../../web/env.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { webAppFor } from "../support/web.ts";

let node: TestNode;
let app: WebApp;

beforeAll(async () => {
  node = await openTestNode({ config: { dataDir: tmpdir() } });
  app = webAppFor(node.ctx);
});
afterAll(async () => node[Symbol.asyncDispose]());

/** As a load balancer asks: by number, not by name. */
async function ask(path: string): Promise<{ status: number; text: string; cached: string | null }> {
  const answer = await app.request(`http://10.0.0.7:8080${path}`, { headers: { host: "10.0.0.7:8080" } });
  return { status: answer.status, text: await answer.text(), cached: answer.headers.get("cache-control") };
}

test("Whoever watches over a node learns that it runs and that it can serve, under any name, and nothing else", async () => {
  expect(await ask("/livez")).toEqual({ status: 200, text: "ok\n", cached: "private, no-store" });
  expect(await ask("/readyz")).toEqual({ status: 200, text: "ok\n", cached: "private, no-store" });
  expect((await ask("/")).status, "pages want the site's own name").toBe(421);
});

test("Without its database a node says that it is not ready, and still that it runs", async () => {
  await node.ctx.sql.end();
  expect(await ask("/readyz")).toEqual({ status: 503, text: "not ready\n", cached: "private, no-store" });
  expect((await ask("/livez")).status).toBe(200);
});

test("Nothing is begun that would wait for a database that does not answer; once it answers, everything is", async () => {
  await using there = await openTestNode();
  const ctx = { ...there.ctx, sql: node.ctx.sql };
  let begun = 0;
  const hangs = () => {
    begun++;
    return new Promise<string>(() => {});
  };
  expect(await unlessDatabaseHangs(ctx, hangs)).toBe("away");
  expect(await unlessDatabaseHangs(ctx, hangs)).toBe("away");
  expect(begun).toBe(1);
  ctx.sql = there.ctx.sql;
  expect(await unlessDatabaseHangs(ctx, async () => "done")).toBe("done");
});
