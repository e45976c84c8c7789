import { mkdirSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../deploy/lab/client.ts";
import { joinAs, type Officer, type Site, signIn } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { until } from "../../deploy/lab/pause.ts";
import { readConfig } from "../../node/config.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { sweepFiles } from "../../node/files/sweep.ts";
import { startNode } from "../../node/start.ts";
import { builtProgram } from "../support/built.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { killedSite } from "../support/killed-site.ts";
import { freePort } from "../support/ports.ts";
import { pdfOf } from "../support/sample-pdf.ts";

// One node, a process of its own, that is killed at each moment of an upload.
let folder: string;
let database: TestDatabase;
let site: Site;
let amara: Officer;
let north: NodeProcess;
let client: Client;
let sql: Sql;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-uploads-kill-"));
  database = await createDatabase("north");
  const origin = `http://north.localhost:${await freePort()}`;
  site = killedSite({ name: "north", origin, databaseUrl: database.url, folder });
  const here = await startHere();
  amara = await joinAs(here.ctx, site, "Amara Okafor", 1);
  await here.stop();
  north = nodeProcess({
    program: await builtProgram(),
    role: "all",
    settings: site.settings,
    lost: () => {},
  });
  await north.start();
  client = await signIn(amara);
  sql = openDatabase(database.url, { connections: 2, owner: true });
}, 300_000);

afterAll(async () => {
  client?.close();
  await north?.stop();
  await sql?.end();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The same node in this process, so many minutes ahead of the time of day. */
function startHere(minutesAhead = 0) {
  const clock = { now: () => new Date(Date.now() + minutesAhead * 60_000) };
  const config = readConfig({}, JSON.stringify(site.settings));
  return startNode(config, { workers: "by-hand", assets: "dist/client", connections: 4, clock });
}

/** Sizes of all files of the store, and of what is on its way in, by name. */
function stored(): ReadonlyMap<string, number> {
  const root = join(site.settings.dataDir, "files");
  mkdirSync(root, { recursive: true });
  const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(all.map((one) => [one.name, statSync(join(one.parentPath, one.name)).size]));
}

const rows = () =>
  sql<{ id: string; bytes: number; small: boolean }[]>`select id, bytes, small from files order by id`;

interface Sending {
  readonly request: ClientRequest;
  /** Status of the answer, 0 where the connection broke. */
  readonly answer: Promise<number>;
}

/** Begins to send a file with a form, as a browser does; the rest of the form is `end`. */
function beginUpload(name: string, content: Buffer): Sending & { readonly end: string } {
  const { port, host, hostname } = new URL(site.origin);
  const head = `--cut\r\ncontent-disposition: form-data; name="upload"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const asked = request({
    ...{ host: "127.0.0.1", port, method: "POST", path: "/files" },
    headers: {
      ...{ host, accept: "application/json", "sec-fetch-site": "same-origin" },
      "content-type": "multipart/form-data; boundary=cut",
      cookie: [...client.cookies].map(([one, value]) => `${one}=${value}`).join("; "),
      origin: `http://${hostname}:${port}`,
    },
  });
  const answer = new Promise<number>((resolve) => {
    asked.once("response", (response) => resolve(response.resume().statusCode ?? 0));
    asked.once("error", () => resolve(0));
  });
  asked.write(head);
  asked.write(content);
  return { request: asked, answer, end: "\r\n--cut--\r\n" };
}

/** Kills the node, starts it again, and lets it tidy up six minutes later: what is left must belong together. */
async function killAndTidy(): Promise<void> {
  await north.kill();
  const later = await startHere(6);
  await sweepFiles(later.ctx);
  await later.stop();
  const kept = stored();
  const known = await rows();
  for (const { id, bytes } of known) expect(kept.get(id), "no row without its bytes").toBe(bytes);
  const names = known.flatMap(({ id, small }) => [id, ...(small ? [`${id}.small`] : [])]);
  expect([...kept.keys()].sort(), "no bytes without a row").toEqual(names.sort());
  await north.start();
}

test("R04: killed when half of a file came in, a node keeps no half of it", async () => {
  const sending = beginUpload("half.txt", Buffer.alloc(4 * 1024 * 1024, "half "));
  await until("half is on the disk", async () => [...stored().values()].some((size) => size > 0));
  const before = await rows();
  await killAndTidy();
  expect([await sending.answer, (await rows()).length]).toEqual([0, before.length]);
  expect([...stored().keys()]).toEqual([]);
}, 300_000);

test("R04: killed when a PDF and its preview are kept and its row is not, a node has neither, and takes it when it is sent again", async () => {
  const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = sql.begin(async (tx) => {
    await tx`lock table files in share row exclusive mode`;
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  const sending = beginUpload("minutes.pdf", pdfOf());
  sending.request.end(sending.end);
  await until("the row waits", async () => {
    const waiting = await somebodyWaits();
    return waiting && [...stored().keys()].some((name) => name.endsWith(".small"));
  });
  await north.kill();
  expect(await sending.answer, "nothing was acknowledged").toBe(0);
  over.resolve();
  await lock;
  await until("its transaction is gone", async () => !(await somebodyWaits()));
  await killAndTidy();
  expect(await rows()).toEqual([]);
  const again = beginUpload("minutes.pdf", pdfOf());
  again.request.end(again.end);
  expect(await again.answer).toBe(200);
  const [row] = await rows();
  expect(row?.small, "the built program draws the first page too").toBe(true);
  await killAndTidy();
  expect(await rows()).toHaveLength(1);
}, 300_000);

test("R04: killed as soon as the row is there, whether its answer came or not, a node has the file whole", async () => {
  const sending = beginUpload("row.txt", Buffer.alloc(1024 * 1024, "row "));
  sending.request.end(sending.end);
  await until("the row is there", async () => (await rows()).length === 2);
  await killAndTidy();
  expect([0, 200]).toContain(await sending.answer);
  expect(await rows()).toHaveLength(2);
}, 300_000);

/** Whether somebody waits for the table of files, which is locked. */
async function somebodyWaits(): Promise<boolean> {
  return (await sql`select 1 from pg_locks where not granted and relation = 'files'::regclass`).length > 0;
}
