import { randomBytes } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../deploy/lab/client.ts";
import { joinAs, type Officer, type Site, signIn } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import type { RunningNode } from "../../node/start.ts";
import { builtProgram } from "../support/built.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { freePort } from "../support/ports.ts";
import { settleAll, startHere } from "../support/started-here.ts";
import { communityIdOf } from "../support/three-councils.ts";

// North keeps a hidden community and runs here. East has a member in it and is a process of its own, with its own
// PostgreSQL in its data folder: everything that East keeps is below that folder.

const HIDDEN = ["Zephyrine", "Quillon", "Tourmaline", "Vermiculite", "Malachite", "Alexandrite"];
const OPEN = "Rhodonite";

let folder: string;
let database: TestDatabase;
let north: RunningNode;
let east: NodeProcess;
let eastSite: Site;
let amara: Officer;
let client: Client;
let owner: Sql;
let place: string;
let openHandle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-hidden-kill-"));
  database = await createDatabase("north");
  const origins = [`http://north.localhost:${await freePort()}`, `http://east.localhost:${await freePort()}`];
  const northSite = siteOf("north", origins, database.url);
  eastSite = siteOf("east", origins, "");
  north = await startHere(northSite);
  const first = await startHere(eastSite);
  const martin = await joinAs(north.ctx, northSite, "Martin Hale", 1);
  amara = await joinAs(first.ctx, eastSite, "Amara Okafor", 2);
  await askPeer(first.ctx, { accountId: null, address: north.origin, message: "" });
  await settleAll(north, first);
  const asked = await peerByOrigin(north.ctx.sql, first.origin);
  await answerPeer(north.ctx, { peerId: asked?.id ?? "", accept: true, reason: "", accountId: null });
  await settleAll(north, first);
  await chooseHolding(north.ctx, { peerId: asked?.id ?? "", holds: true, accountId: null });
  const plain = { charter: {}, themes: [], language: "en" } as const;
  const open = { ...plain, name: "Street care", purpose: "For everyone.", level: "open" } as const;
  const made = await createCommunity(north.ctx, { actorId: martin.actorId }, open);
  await settleAll(north, first);
  await joinCommunity(first.ctx, {
    actorId: amara.actorId,
    communityId: await communityIdOf(first.ctx, made.iri),
  });
  await settleAll(north, first);
  openHandle = `${made.handle}@${new URL(north.origin).host}`;
  const draft = {
    ...plain,
    name: "Zephyrine review",
    purpose: "Quillon matters.",
    level: "confidential",
  } as const;
  const hidden = await createCommunity(north.ctx, { actorId: martin.actorId }, draft);
  const communityId = await communityIdOf(north.ctx, hidden.iri);
  const [own] = await first.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${amara.actorId}`;
  const personId = (await actorByIri(north.ctx.sql, own?.iri ?? ""))?.id ?? "";
  await inviteElsewhere(north.ctx, { facilitatorId: martin.actorId, communityId, personId, confirmed: true });
  await settleAll(north, first);
  const [row] = await first.ctx.sql<{ id: string }[]>`select id from hidden_places`;
  place = `/hidden/${idOf(row?.id ?? "")}`;
  await first.stop();
  const program = await builtProgram();
  east = nodeProcess({ program, role: "all", settings: eastSite.settings, lost: () => {} });
  await east.start();
  owner = openDatabase(database.url, { connections: 2, owner: true });
}, 300_000);

afterAll(async () => {
  client?.close();
  await east?.stop();
  await north?.stop();
  await owner?.end();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

function siteOf(name: string, origins: readonly string[], databaseUrl: string): Site {
  const origin = origins.find((one) => one.includes(name)) ?? "";
  const settings = {
    ...{ origin, port: Number(new URL(origin).port), dataDir: join(folder, name), nodeName: name },
    ...(databaseUrl === "" ? {} : { databaseUrl }),
    ...{ key: randomBytes(32).toString("base64"), logLevel: "debug" },
    councils: [{ name: `${name} council`, domains: [`${name}.gov.example`], own: true }],
    contact: { name: "Pat Reed", email: `help@${name}.gov.example` },
    privateNetworks: origins.map((one) => ({ origin: one, cidr: "127.0.0.0/8" })),
  };
  return { name, origin, databaseUrl, settings };
}

/** Which of these words stand in any file below a folder: tables, their log, settings, messages, mails. */
function foundBelow(path: string, words: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const file of readdirSync(path, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = readFileSync(join(file.parentPath, file.name), "latin1").toLowerCase();
    for (const word of words) if (text.includes(word.toLowerCase())) found.add(word);
  }
  return [...found];
}

test("A member's node that is killed in the middle of a post keeps no word of a hidden community, nor does a copy of its folder", async () => {
  client = await signIn(amara);
  expect((await client.form(`${place}/join`, {})).status).toBe(303);
  const asked = await client.post(`${place}/new?kind=question`, {
    title: "Tourmaline?",
    text: "Vermiculite.",
  });
  expect(asked.status).toBe(200);
  const { path } = asked.body as { path: string };
  expect(JSON.stringify((await client.get(path)).body)).toContain("Vermiculite");
  expect((await client.post(`${path}/reply`, { text: "Malachite." })).status).toBe(200);
  // North cannot store it just now: East has it in hand when it is killed.
  const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = owner.begin(async (tx) => {
    await tx`lock table posts in exclusive mode`;
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  const sending = client.post(`${path}/reply`, { text: "Alexandrite." });
  await untilNorthWaits();
  await east.kill();
  expect((await sending).status, "nobody knows what became of it").toBe(0);
  over.resolve();
  await lock;
  await east.start();
  client.close();
  client = await signIn(amara);
  const open = await client.post(`/c/${openHandle}/new?kind=topic`, {
    title: OPEN,
    text: "Said in the open.",
  });
  expect(open.status).toBe(200);
  await east.stop();
  const dataDir = eastSite.settings.dataDir;
  cpSync(dataDir, join(folder, "backup"), { recursive: true });
  for (const place of [dataDir, join(folder, "backup")]) {
    expect(foundBelow(place, [OPEN]), "the search finds what is kept").toEqual([OPEN]);
    expect(foundBelow(place, HIDDEN)).toEqual([]);
  }
  const [kept] = await north.ctx.sql`select 1 from posts where source = 'Malachite.'`;
  expect(kept, "North has it").toBeDefined();
});

/** Until somebody's statement at North waits for the table that is locked. */
async function untilNorthWaits(): Promise<void> {
  for (;;) {
    const [waiting] = await owner`select 1 from pg_locks where not granted and relation = 'posts'::regclass`;
    if (waiting) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
