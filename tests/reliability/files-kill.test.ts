import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinAs, type Site } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { until } from "../../deploy/lab/pause.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { readConfig } from "../../node/config.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { builtProgram } from "../support/built.ts";
import { writeWith } from "../support/closed-councils.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { uploadText } from "../support/files.ts";
import { killedSite } from "../support/killed-site.ts";
import { freePort } from "../support/ports.ts";
import { communityIdOf } from "../support/three-councils.ts";

// North has a community and is killed; Amara writes in it at East, which runs here.
const databases: TestDatabase[] = [];
let folder: string;
let north: NodeProcess;
let east: RunningNode;
let sql: Sql;
let amara: string;
let groupIri: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-files-kill-"));
  const origins = [`http://north.localhost:${await freePort()}`, `http://east.localhost:${await freePort()}`];
  const sites = [await siteOf("north", origins), await siteOf("east", origins)];
  const [first, second] = [await startHere(sites[0]), await startHere(sites[1])];
  const martin = await joinAs(first.ctx, sites[0] as Site, "Martin Hale", 1);
  amara = (await joinAs(second.ctx, sites[1] as Site, "Amara Okafor", 2)).actorId;
  const draft = draftCommunity("Street care");
  groupIri = (await createCommunity(first.ctx, { actorId: martin.actorId }, draft)).iri;
  await askPeer(second.ctx, { accountId: null, address: first.origin, message: "" });
  await settle(first, second);
  const asked = await peerByOrigin(first.ctx.sql, second.origin);
  await answerPeer(first.ctx, { peerId: asked?.id ?? "", accept: true, reason: "", accountId: null });
  await settle(first, second);
  const communityId = await communityIdOf(second.ctx, groupIri);
  await joinCommunity(second.ctx, { actorId: amara, communityId });
  await settle(first, second);
  await first.stop();
  east = second;
  const settings = (sites[0] as Site).settings;
  north = nodeProcess({ program: await builtProgram(), role: "all", settings, lost: () => {} });
  await north.start();
  sql = openDatabase((sites[0] as Site).databaseUrl, { connections: 2, owner: true });
}, 300_000);

afterAll(async () => {
  await north.stop();
  await east.stop();
  await sql.end();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function siteOf(name: string, origins: readonly string[]): Promise<Site> {
  const database = await createDatabase(name);
  databases.push(database);
  const origin = origins.find((one) => one.includes(name)) ?? "";
  const privateNetworks = origins.map((one) => ({ origin: one, cidr: "127.0.0.0/8" }));
  return killedSite({ name, origin, databaseUrl: database.url, folder, privateNetworks });
}

function startHere(site: Site | undefined): Promise<RunningNode> {
  const config = readConfig({}, JSON.stringify(site?.settings));
  return startNode(config, { workers: "by-hand", assets: "dist/client", connections: 4 });
}

async function settle(...nodes: readonly RunningNode[]): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    let done = 0;
    for (const node of nodes) done += await node.settle();
    quiet = done === 0 ? quiet + 1 : 0;
  }
}

const stateOf = async (iri: string) => {
  const [row] = await sql<{ state: string }[]>`select state from posts where iri = ${iri}`;
  return row?.state ?? null;
};

test("R04: a node killed between keeping a file and announcing its post announces it once, with its file, when it is back", async () => {
  const { id } = await uploadText(east.ctx, amara, "Road,Cost\nA4,12\n", "costs.txt");
  const officer = { node: { ctx: east.ctx } as never, actorId: amara, name: "", accountId: "" };
  const communityOn = () => communityIdOf(east.ctx, groupIri);
  const iri = await writeWith({ communityOn }, officer, [{ id }]);
  const [locked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // Its log cannot be written: everything comes as far as the file.
  const lock = sql.begin(async (tx) => {
    await tx`lock table log_entries in exclusive mode`;
    locked.resolve();
    await over.promise;
  });
  await locked.promise;
  await until("the file is kept", async () => {
    await east.settle();
    return (await sql`select 1 from files where digest is not null`).length > 0;
  });
  await north.kill();
  expect(await sql`select 1 from acts_awaiting_files`).toHaveLength(1);
  expect([
    await stateOf(iri),
    (await sql`select 1 from log_entries where object_iri = ${iri}`).length,
  ]).toEqual([null, 0]);
  over.resolve();
  await lock;
  await north.start();
  await until("the post is announced", async () => (await stateOf(iri)) === "accepted");
  const [file] = await sql<{ name: string; posted: boolean }[]>`
    select f.name, p.iri = ${iri} as posted from files f left join posts p on p.id = f.post_id where f.digest is not null`;
  expect(file).toEqual({ name: "costs.txt", posted: true });
  expect(await sql`select 1 from log_entries where object_iri = ${iri} and type = 'Create'`).toHaveLength(1);
  expect(await sql`select 1 from acts_awaiting_files`).toHaveLength(0);
  await until("its author's council hears of it", async () => {
    await east.settle();
    const [row] = await east.ctx.sql<{ state: string }[]>`select state from posts where iri = ${iri}`;
    return row?.state === "accepted";
  });
}, 300_000);
