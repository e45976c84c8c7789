import { mkdirSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinAs, type Site, wayAddress } from "../../deploy/lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../../deploy/lab/node-process.ts";
import { until } from "../../deploy/lab/pause.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { readConfig } from "../../node/config.ts";
import { openDatabase, type Sql } from "../../node/db/open.ts";
import { sweepFiles } from "../../node/files/sweep.ts";
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

// East has a community and runs here. North mirrors its files, is a process of its own, and is killed.
const WORDS = "half ".repeat(800_000);
const databases: TestDatabase[] = [];
let folder: string;
let east: RunningNode;
let north: NodeProcess;
let northSite: Site;
let road: Road;
let sql: Sql;
let martin: string;
let groupIri: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moothall-mirror-kill-"));
  const origins = [`http://north.localhost:${await freePort()}`, `http://east.localhost:${await freePort()}`];
  northSite = await siteOf("north", origins);
  const eastSite = await siteOf("east", origins);
  road = await openRoad(Number(new URL(eastSite.origin).port));
  east = await startHere(eastSite);
  const first = await startHere(northSite);
  martin = (await joinAs(east.ctx, eastSite, "Martin Hale", 1)).actorId;
  const { actorId } = await joinAs(first.ctx, northSite, "Amara Okafor", 2);
  groupIri = (await createCommunity(east.ctx, { actorId: martin }, draftCommunity("Street care"))).iri;
  await askPeer(first.ctx, { accountId: null, address: east.origin, message: "" });
  await settle(east, first);
  const asked = await peerByOrigin(east.ctx.sql, first.origin);
  await answerPeer(east.ctx, { peerId: asked?.id ?? "", accept: true, reason: "", accountId: null });
  await settle(east, first);
  await joinCommunity(first.ctx, { actorId, communityId: await communityIdOf(first.ctx, groupIri) });
  await settle(east, first);
  await first.stop();
  const program = await builtProgram();
  north = nodeProcess({ program, role: "all", settings: northSite.settings, lost: () => {} });
  await north.start();
  sql = openDatabase(northSite.databaseUrl, { connections: 2, owner: true });
}, 300_000);

afterAll(async () => {
  await north?.stop();
  await east?.stop();
  await road?.close();
  await sql?.end();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function siteOf(name: string, origins: readonly string[]): Promise<Site> {
  const database = await createDatabase(name);
  databases.push(database);
  const origin = origins.find((one) => one.includes(name)) ?? "";
  // North asks East over the road.
  const privateNetworks = origins.map((one) => ({
    origin: one,
    cidr: name === "north" && one.includes("east") ? `${wayAddress(0, 1)}/32` : "127.0.0.0/8",
  }));
  return killedSite({ name, origin, databaseUrl: database.url, folder, privateNetworks });
}

function startHere(site: Site, minutesAhead = 0): Promise<RunningNode> {
  const clock = { now: () => new Date(Date.now() + minutesAhead * 60_000) };
  const config = readConfig({}, JSON.stringify(site.settings));
  return startNode(config, { workers: "by-hand", assets: "dist/client", connections: 4, clock });
}

async function settle(...nodes: readonly RunningNode[]): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    let done = 0;
    for (const node of nodes) done += await node.settle();
    quiet = done === 0 ? quiet + 1 : 0;
  }
}

interface Road {
  /** Of each connection a megabyte comes back and then nothing more, until it is opened again for new ones. */
  stall(stalled: boolean): void;
  close(): Promise<void>;
}

async function openRoad(port: number): Promise<Road> {
  const sockets = new Set<Socket>();
  let stalled = false;
  const server: Server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let back = 0;
    near.pipe(far);
    far.on("data", (piece) => {
      back += piece.length;
      if (!stalled || back < 1024 * 1024) near.write(piece);
    });
    far.on("end", () => stalled || near.end());
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => sockets.delete(one));
    }
  });
  await new Promise<void>((resolve) => server.listen(port, wayAddress(0, 1), () => resolve()));
  return {
    stall: (now) => {
      stalled = now;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sizes of all files of North's store, and of what is on its way in, by name. */
function stored(): ReadonlyMap<string, number> {
  const root = join(northSite.settings.dataDir, "files");
  mkdirSync(root, { recursive: true });
  const all = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(all.map((one) => [one.name, statSync(join(one.parentPath, one.name)).size]));
}

const mirrored = () =>
  sql<{ id: string; bytes: number }[]>`select id, bytes from files where digest is not null`;

test("R04: a node killed when half of a file it mirrors came in keeps no half of it, and has it whole once it is back", async () => {
  road.stall(true);
  const { id } = await uploadText(east.ctx, martin, WORDS, "half.txt");
  const officer = { node: { ctx: east.ctx } as never, actorId: martin, name: "", accountId: "" };
  const iri = await writeWith({ communityOn: () => communityIdOf(east.ctx, groupIri) }, officer, [{ id }]);
  await until("half of it is on North's disk", async () => {
    await east.settle();
    return [...stored().values()].some((size) => size > 0);
  });
  await north.kill();
  expect([...stored().values()].every((size) => size < WORDS.length)).toBe(true);
  expect(await mirrored(), "no row without its bytes").toEqual([]);
  const [post] = await sql<{ state: string }[]>`select state from posts where iri = ${iri}`;
  expect(post?.state, "the post is there meanwhile").toBe("accepted");
  road.stall(false);
  await north.start();
  await until("North has it", async () => {
    await east.settle();
    return (await mirrored()).length > 0;
  });
  await north.stop();
  const later = await startHere(northSite, 6);
  await sweepFiles(later.ctx);
  await later.stop();
  const [file] = await mirrored();
  expect(await mirrored()).toEqual([{ id: file?.id, bytes: WORDS.length }]);
  expect([...stored()], "whole, and no half beside it").toEqual([[file?.id, WORDS.length]]);
}, 300_000);
