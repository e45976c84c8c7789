import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { askToRegister, completeRegistration } from "../../node/accounts/register.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { readConfig } from "../../node/config.ts";
import { withDatabase } from "../../node/db/connection-options.ts";
import { startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { freePort } from "../../node/db/embedded-server.ts";
import { openDatabase } from "../../node/db/open.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { type Apart, startApart } from "./apart.ts";

/** Nodes for measuring: each with a database of its own on one built-in PostgreSQL, in this process, in a folder that is removed. */
export interface Sites {
  readonly nodes: readonly RunningNode[];
  /** Stops a node here and starts it as a program of its own, on what it has. */
  apart(node: RunningNode, role?: "all" | "web"): Promise<Apart>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface SitesOptions {
  readonly names: readonly string[];
  /** Other origins on this computer that the nodes may reach. */
  readonly reach?: readonly string[];
  readonly workers: "running" | "by-hand";
  /** Each offers its metrics, which cost a little. */
  readonly metrics?: boolean;
}

/** Starts the nodes and connects each with each. */
export async function openSites(options: SitesOptions): Promise<Sites> {
  const { names, reach = [], workers } = options;
  const data = await mkdtemp(join(tmpdir(), "moothall-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: data, role: "all", log: () => {} });
  const places: { name: string; origin: string }[] = [];
  for (const name of names) places.push({ name, origin: `http://${name}.localhost:${await freePort()}` });
  const origins = [...places.map((place) => place.origin), ...reach];
  const nodes: RunningNode[] = [];
  const settingsFor = new Map<RunningNode, Settings>();
  for (const { name, origin } of places) {
    const databaseUrl = await makeDatabase(postgres.url, name);
    const measured = options.metrics ? { metricsPort: await freePort() } : {};
    const where = { databaseUrl, dataDir: join(data, name) };
    const settings = { ...settingsOf(name, origin, origins), ...measured, ...where };
    const config = readConfig({}, JSON.stringify(settings));
    const node = await startNode(config, { workers, assets: resolve("dist/client"), connections: 10 });
    nodes.push(node);
    settingsFor.set(node, settings);
  }
  const sites: Sites = {
    nodes,
    async apart(node, role = "all") {
      const settings = settingsFor.get(node);
      if (!settings) throw new Error("This node does not run here.");
      settingsFor.delete(node);
      await node.stop();
      return startApart({ role, settings, postgresPid: postgres.pid() });
    },
    async [Symbol.asyncDispose]() {
      for (const node of settingsFor.keys()) await node.stop();
      await postgres.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
  for (const [i, a] of nodes.entries()) for (const b of nodes.slice(i + 1)) await connect(a, b);
  return sites;
}

type Settings = ReturnType<typeof settingsOf> & {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly metricsPort?: number;
};

/** Lets the nodes do all that is due. */
export async function settle(nodes: readonly RunningNode[]): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    let done = 0;
    for (const node of nodes) done += await node.settle();
    quiet = done === 0 ? quiet + 1 : 0;
  }
}

/** Someone who joined a node by the mail. */
export async function joinNode(node: RunningNode, name: string): Promise<{ actorId: string }> {
  const { ctx } = node;
  const council = new URL(node.origin).hostname.split(".")[0];
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${council}.gov.example`;
  const visitor = { address: "192.0.2.10", device: "bench" };
  await askToRegister(ctx, { email, language: "en" }, visitor);
  const [mail] = await ctx.sql<{ links: Record<string, string> }[]>`
    select links from mails where recipient = ${email} order by created desc limit 1`;
  const secret = mail?.links.open?.split("/").at(-1) ?? "";
  const password = randomBytes(12).toString("hex");
  const draft = { name, roleTitle: "Officer", password, organisationId: null, language: "en" as const };
  const { actorId } = await completeRegistration(ctx, secret, draft, visitor);
  return { actorId };
}

/** An open community of a node, with the person who started it. */
export interface Started {
  readonly id: string;
  readonly iri: string;
  readonly handle: string;
  readonly actorId: string;
}

/** Somebody joins the node and starts a community there. */
export async function startCommunity(node: RunningNode): Promise<Started> {
  const { actorId } = await joinNode(node, "Martin Hale");
  const draft = {
    name: "Street care",
    purpose: "For measuring.",
    charter: {},
    level: "open",
    themes: ["streets"],
    language: "en",
  } as const;
  return { ...(await createCommunity(node.ctx, { actorId }, draft)), actorId };
}

async function connect(a: RunningNode, b: RunningNode): Promise<void> {
  await askPeer(a.ctx, { accountId: null, address: b.origin, message: "" });
  const asked = await until(async () => {
    await settle([a, b]);
    return peerByOrigin(b.ctx.sql, a.origin);
  });
  await answerPeer(b.ctx, { peerId: asked.id, accept: true, reason: "", accountId: null });
  await settle([a, b]);
}

/** Asks again and again, by default almost without rest, until there is an answer; throws after five minutes without one. */
export async function until<T>(ask: () => Promise<T | null | undefined | false>, restMs = 5): Promise<T> {
  const end = performance.now() + 300_000;
  while (performance.now() < end) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
  throw new Error(`What was waited for did not come: ${ask}`);
}

async function makeDatabase(server: string, name: string): Promise<string> {
  const sql = openDatabase(server, { connections: 1, owner: true, name: "moothall-bench" });
  await sql.unsafe(`create database bench_${name} template template0`);
  await sql.end();
  return withDatabase(server, `bench_${name}`);
}

function settingsOf(name: string, origin: string, origins: readonly string[]) {
  return {
    origin,
    port: Number(new URL(origin).port),
    nodeName: name,
    key: randomBytes(32).toString("base64"),
    councils: [
      { registerId: `bench-${name}`, name: `${name} Council`, domains: [`${name}.gov.example`], own: true },
    ],
    contact: { name: "Pat Reed", email: `help@${name}.gov.example` },
    privateNetworks: origins.map((one) => ({ origin: one, cidr: "127.0.0.0/8" })),
    logLevel: "error",
  };
}
