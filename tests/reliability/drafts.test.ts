import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { connect as connectTo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, openClient } from "../../deploy/lab/client.ts";
import { joinAs, type Officer, openSite, type Site, signIn } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { until } from "../../deploy/lab/pause.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { idOf } from "../../node/ids.ts";
import { builtProgram } from "../support/built.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { freePort } from "../support/ports.ts";

let database: TestDatabase;
let folder: string;
let site: Site;
let process: NodeProcess;
let amara: Officer;
let client: Client;
let sql: Sql;
const PATH = "/c/street_care/new?kind=question";

beforeAll(async () => {
  database = await createDatabase("drafts");
  folder = await mkdtemp(join(tmpdir(), "moothall-drafts-"));
  site = siteOn(await freePort());
  const node = await openSite(site);
  amara = await joinAs(node.ctx, site, "Amara Okafor", 1);
  await createCommunity(
    node.ctx,
    { actorId: amara.actorId },
    { name: "Street care", purpose: "Verges.", charter: {}, level: "open", themes: [], language: "en" },
  );
  await node.stop();
  process = nodeProcess({
    program: await builtProgram(),
    role: "all",
    settings: site.settings,
    lost: () => {},
  });
  await process.start();
  client = await signIn(amara);
  sql = openDatabase(database.url, { connections: 2, owner: true });
});

afterAll(async () => {
  await process.stop();
  await sql.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test("A text whose node is killed before it is kept is still the draft, and posts once when it is sent again", async () => {
  const form = question("Who cuts the verges?");
  await client.post("/drafts", {
    place: PATH,
    title: form.title,
    text: form.text,
    submission: form.submission,
  });
  const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = sql.begin(async (tx) => {
    await tx`lock table posts in exclusive mode`;
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  const answer = client.post(PATH, form);
  await until("the post waits for the table", async () => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from pg_locks where relation = 'posts'::regclass and not granted`;
    return (row?.n ?? 0) > 0;
  });
  await process.kill();
  expect((await answer).status).toBe(0);
  over.resolve();
  await lock;
  await process.start();
  expect(await titles(form.title)).toBe(0);
  const kept = (await client.get(`/drafts?place=${encodeURIComponent(PATH)}`)).body as {
    draft: { body: { title: string; text: string } } | null;
  };
  expect(kept.draft?.body).toMatchObject({ title: form.title, text: form.text });

  expect((await client.post(PATH, form)).status).toBe(200);
  expect((await client.post(PATH, form)).status).toBe(200);
  expect(await titles(form.title)).toBe(1);
  const after = (await client.get(`/drafts?place=${encodeURIComponent(PATH)}`)).body as { draft: unknown };
  expect(after.draft).toBeNull();
});

test("A text that was kept and whose answer never came posts once, however often it is sent again", async () => {
  const form = question("How often do you sweep?");
  await using road = await roadThatKills();
  const cut = await postForm(road.port, form);
  expect(cut).toBe(0);
  expect(await titles(form.title)).toBe(1);
  await process.start();
  const answers = await Promise.all([client.post(PATH, form), client.post(PATH, form)]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  expect(new Set(answers.map((answer) => (answer.body as { iri: string }).iri)).size).toBe(1);
  expect(await titles(form.title)).toBe(1);
});

test("A form that is sent three times at the same moment posts once, and each gets the same answer", async () => {
  const form = question("Who paints the railings?");
  const answers = await Promise.all([1, 2, 3].map(() => client.post(PATH, form)));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map((answer) => (answer.body as { iri: string }).iri)).size).toBe(1);
  expect(await titles(form.title)).toBe(1);
});

test("A text that is refused comes back whole, and is accepted when what was wrong is put right", async () => {
  const form = { ...question(""), text: "Half an hour of typing about weed rippers." };
  const refused = await client.post(PATH, form);
  expect(refused.status).toBe(422);
  const page = await postForm(Number(new URL(site.origin).port), form, true);
  expect(page).toContain("Half an hour of typing about weed rippers.");
  expect((await client.post(PATH, { ...form, title: "Which weed ripper?" })).status).toBe(200);
  expect(await titles("Which weed ripper?")).toBe(1);
});

test("A reply can be changed after the post it answers was deleted", async () => {
  const root = (await client.post(PATH, question("Who empties the bins?"))).body as {
    id: string;
    path: string;
  };
  const first = (await client.post(`${root.path}/reply`, reply("On Mondays."))).body as { id: string };
  const second = (await client.post(`${root.path}/reply`, { ...reply("Here too."), to: first.id })).body as {
    id: string;
  };
  expect((await client.post(`${root.path}/p/${idOf(first.id)}/delete`, {})).status).toBe(200);
  const changed = { title: "", text: "Here on Tuesdays.", revision: 1 };
  expect((await client.post(`${root.path}/p/${idOf(second.id)}/edit`, changed)).status).toBe(200);
});

function question(title: string) {
  return { submission: randomUUID(), title, text: "We do it twice a year.", lang: "en" };
}

function reply(text: string) {
  return { submission: randomUUID(), text, lang: "en" };
}

async function titles(title: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from posts where title = ${title}`;
  return row?.n ?? 0;
}

function siteOn(port: number): Site {
  const origin = `http://sunderland.localhost:${port}`;
  const settings = {
    origin,
    port,
    dataDir: join(folder, "data"),
    databaseUrl: database.url,
    nodeName: "Sunderland",
    councils: [{ name: "Sunderland City Council", domains: ["sunderland.gov.example"], own: true }],
    key: randomBytes(32).toString("base64"),
    contact: { name: "Pat Reed", email: "help@sunderland.gov.example" },
    logLevel: "warning",
  };
  return { name: "sunderland", origin, databaseUrl: database.url, settings };
}

/** A road to the node on which the first byte of an answer kills the node and goes nowhere. */
async function roadThatKills(): Promise<{ port: number } & AsyncDisposable> {
  const server: Server = createServer((near) => {
    const far = connectTo(Number(new URL(site.origin).port), "127.0.0.1");
    near.pipe(far);
    far.once("data", () => {
      void process.kill();
      near.destroy();
    });
    for (const end of [near, far]) end.on("error", () => {});
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  return {
    port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Sends the form as a browser without script does, over any road; the page it answers, or 0 without an answer. */
async function postForm(port: number, form: Record<string, string>, text = false): Promise<string | 0> {
  const browser = openClient(site.origin, { port, cookies: client.cookies });
  const answer = await browser.form(PATH, form);
  browser.close();
  if (answer.status === 0) return 0;
  return text ? String(answer.body) : String(answer.status);
}
