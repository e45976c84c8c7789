import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../deploy/lab/client.ts";
import { joinAs, type Officer, type Site, signIn } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { readConfig } from "../../node/config.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { idOf } from "../../node/ids.ts";
import { startNode } from "../../node/start.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { builtProgram } from "../support/built.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { killedSite } from "../support/killed-site.ts";
import { freePort } from "../support/ports.ts";

// Martin runs a community for members only and two open ones at a node that is killed each time in the middle of what he does:
// its log of activities cannot be written just then.

/** The same in every sending of the form, as a page has it. */
const SENT_AS = randomUUID();

let folder: string;
let database: TestDatabase;
let north: NodeProcess;
let martin: Officer;
let client: Client;
let sql: Sql;
let openId: string;
let feesId: string;
let source: string;
let topic: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-release-kill-"));
  database = await createDatabase("north");
  const site = siteOf(`http://north.localhost:${await freePort()}`);
  const config = readConfig({}, JSON.stringify(site.settings));
  const first = await startNode(config, { workers: "by-hand", assets: "dist/client", connections: 4 });
  martin = await joinAs(first.ctx, site, "Martin Hale", 1);
  const room = await createCommunity(first.ctx, martin, draftCommunity("Case reviews", "closed"));
  openId = (await createCommunity(first.ctx, martin, draftCommunity("Road safety"))).id;
  feesId = (await createCommunity(first.ctx, martin, draftCommunity("Fees"))).id;
  source = idOf((await ask(first.ctx, martin.actorId, room.id, "Who signs off?")).id);
  topic = idOf((await ask(first.ctx, martin.actorId, openId, "What is the fee?")).id);
  await first.stop();
  const program = await builtProgram();
  north = nodeProcess({ program, role: "all", settings: site.settings, lost: () => {} });
  await north.start();
  sql = openDatabase(database.url, { connections: 2, owner: true });
  client = await signIn(martin);
}, 300_000);

afterAll(async () => {
  client?.close();
  await north?.stop();
  await sql?.end();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

function siteOf(origin: string): Site {
  const privateNetworks = [{ origin, cidr: "127.0.0.0/8" }];
  return killedSite({ name: "north", origin, databaseUrl: database.url, folder, privateNetworks });
}

/** Kills the node while something has come as far as the log and waits there; then it is there again. */
async function killedIn(work: () => Promise<{ status: number }>): Promise<void> {
  const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = sql.begin(async (tx) => {
    await tx`lock table log_entries in exclusive mode`;
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  const sending = work();
  for (;;) {
    const [waiting] =
      await sql`select 1 from pg_locks where not granted and relation = 'log_entries'::regclass`;
    if (waiting) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await north.kill();
  expect((await sending).status, "nobody knows what became of it").toBe(0);
  over.resolve();
  await lock;
  await north.start();
  client.close();
  client = await signIn(martin);
}

async function released() {
  const rows = await sql<{ state: string; sources: number }[]>`
    select p.state, (select count(*)::int from release_sources s where s.release_iri = p.iri) as sources
    from posts p join post_releases x on x.post_id = p.id`;
  return [...rows];
}

async function release(step: "look" | "release", seen = "") {
  const [row] = await sql<{ id: string }[]>`select id from posts where title = 'Who signs off?'`;
  const words = { title: "Signing off", text: "The panel does.", reason: "It helps others." };
  const form = { posts: [row?.id ?? ""], target: openId, ...words, submission: SENT_AS, step };
  return client.post(`/c/case_reviews/t/${source}/release`, seen === "" ? form : { ...form, seen });
}

test("C.10: a node killed in the middle of a release has released nothing, and the same form releases it once", async () => {
  const { look } = (await release("look")).body as { look: { seen: string } };
  await killedIn(() => release("release", look.seen));
  expect(await released()).toEqual([]);
  expect(await sql`select 1 from moderation_acts where kind = 'item-released'`).toHaveLength(0);
  expect((await release("release", look.seen)).status).toBe(200);
  expect((await release("release", look.seen)).status).toBe(200);
  expect(await released()).toEqual([{ state: "accepted", sources: 1 }]);
}, 300_000);

test("C.9: a node killed in the middle of a move has moved nothing, and moves it whole the next time", async () => {
  const where = () =>
    sql`select c.id from posts p join communities c on c.id = p.community_id where p.title = 'What is the fee?'`;
  const move = () =>
    client.post(`/c/road_safety/t/${topic}/move`, { target: feesId, reason: "It is about fees." });
  await killedIn(move);
  expect([...(await where())]).toEqual([{ id: openId }]);
  expect(await sql`select 1 from thread_moves`).toHaveLength(0);
  expect(await sql`select 1 from activities where type = 'Move'`).toHaveLength(0);
  expect((await move()).status).toBe(200);
  expect([...(await where())]).toEqual([{ id: feesId }]);
  expect(await sql`select 1 from log_entries where type = 'Move'`).toHaveLength(2);
}, 300_000);

test("C.10: a node killed while a source is deleted keeps source and release, and both go together the next time", async () => {
  const remove = () => client.post(`/c/case_reviews/t/${source}/p/${source}/delete`, {});
  await killedIn(remove);
  expect(await released()).toEqual([{ state: "accepted", sources: 1 }]);
  expect([...(await sql`select state from posts where title = 'Who signs off?'`)]).toEqual([
    { state: "accepted" },
  ]);
  expect((await remove()).status).toBe(200);
  expect(await released(), "nothing is a release any more").toEqual([]);
  expect(
    await sql`select 1 from posts where state = 'accepted' and title in ('Signing off', 'Who signs off?')`,
  ).toHaveLength(0);
}, 300_000);
