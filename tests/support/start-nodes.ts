import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Config, readConfig } from "../../node/config.ts";
import type { NodeContext } from "../../node/context.ts";
import type { Resolve } from "../../node/egress/resolve.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { type TestClock, testClock } from "./context.ts";
import { createDatabase, type TestDatabase } from "./database.ts";
import { freePort } from "./ports.ts";

export interface NetworkNode {
  readonly name: string;
  readonly origin: string;
  readonly ctx: NodeContext;
  readonly node: RunningNode;
  readonly database: TestDatabase;
  readonly dataDir: string;
  /** Stops it, keeping its database; `start` brings it back under the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Does what is due, unless it is stopped; returns how much was done. */
  settle(): Promise<number>;
  /** Deliveries that are due now, also those that a worker has in hand. */
  waiting(): Promise<number>;
}

export interface Network {
  readonly nodes: Readonly<Record<string, NetworkNode>>;
  readonly clock: TestClock;
  node(name: string): NetworkNode;
  /** Lets every running node do what is due, until nothing moves anywhere. */
  settle(): Promise<void>;
  /** `a` asks, `b` accepts; then everything settles. */
  connect(a: string, b: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export const COUNCILS: Readonly<
  Record<string, readonly { registerId: string; name: string; domains: string[]; own: boolean }[]>
> = {
  sunderland: [
    {
      registerId: "E08000024",
      name: "Sunderland City Council",
      domains: ["sunderland.gov.example"],
      own: true,
    },
  ],
  somerset: [
    { registerId: "E06000066", name: "Somerset Council", domains: ["somerset.gov.example"], own: true },
    { registerId: "E07999001", name: "Exmoor Borough Council", domains: ["exmoor.gov.example"], own: false },
  ],
  wiltshire: [
    { registerId: "E06000054", name: "Wiltshire Council", domains: ["wiltshire.gov.example"], own: true },
  ],
  kirklees: [councilOf("kirklees", "E08000034")],
  bradford: [councilOf("bradford", "E08000032")],
  calderdale: [councilOf("calderdale", "E08000033")],
  leeds: [councilOf("leeds", "E08000035")],
  wakefield: [councilOf("wakefield", "E08000036")],
};

function councilOf(name: string, registerId: string) {
  return { registerId, name: `${capital(name)} Council`, domains: [`${name}.gov.example`], own: true };
}

/**
 * Starts whole nodes in this process, each with a database of its own, on real sockets under *.localhost names.
 * `reach`: origins besides each other's that they may connect to (scripted peers).
 */
export async function startNodes(
  names: readonly string[],
  options: { clock?: TestClock; config?: Record<string, unknown>; reach?: readonly string[] } = {},
): Promise<Network> {
  const clock = options.clock ?? testClock();
  const origins = new Map<string, string>((options.reach ?? []).map((origin) => [origin, origin]));
  for (const name of names) origins.set(name, `http://${name}.localhost:${await freePort()}`);
  const nodes: Record<string, NetworkNode> = {};
  for (const name of names)
    nodes[name] = await startEmptyNode({ name, origins, clock, config: options.config ?? {} });
  return networkOf(nodes, clock);
}

/** What one does with several nodes together; disposing of it removes them all. */
export function networkOf(nodes: Readonly<Record<string, NetworkNode>>, clock: TestClock): Network {
  const node = (name: string): NetworkNode => {
    const found = nodes[name];
    if (!found) throw new Error(`No node ${name} in this test.`);
    return found;
  };
  const settle = async () => {
    for (let quiet = 0; quiet < 2; ) {
      let done = 0;
      for (const one of Object.values(nodes)) done += await one.settle();
      const waiting = await Promise.all(Object.values(nodes).map((one) => one.waiting()));
      const still = done === 0 && waiting.every((count) => count === 0);
      quiet = still ? quiet + 1 : 0;
    }
  };
  return {
    nodes,
    clock,
    node,
    settle,
    async connect(a, b) {
      await askPeer(node(a).ctx, { accountId: null, address: node(b).origin, message: "Shall we connect?" });
      await settle();
      const asked = await peerByOrigin(node(b).ctx.sql, node(a).origin);
      if (!asked) throw new Error(`${b} did not hear from ${a}.`);
      await answerPeer(node(b).ctx, { peerId: asked.id, accept: true, reason: "", accountId: null });
      await settle();
    },
    async [Symbol.asyncDispose]() {
      for (const one of Object.values(nodes)) {
        await one.stop();
        await one.database.drop();
        await rm(one.dataDir, { recursive: true, force: true });
      }
    },
  };
}

/** What a node of a test stands on. */
export interface NodeHome {
  readonly config: Config;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly resolve?: Resolve;
}

/** Starts one node with nothing in it. `origins`: of all nodes, by name; `config`: as in the file of settings. */
export async function startEmptyNode(options: {
  readonly name: string;
  readonly origins: ReadonlyMap<string, string>;
  readonly clock: TestClock;
  readonly config: object;
  /** What names of other nodes lead to, in place of DNS. */
  readonly resolve?: Resolve;
}): Promise<NetworkNode> {
  const { name, origins, clock } = options;
  const origin = origins.get(name) ?? "";
  const database = await createDatabase(name);
  const dataDir = await mkdtemp(join(tmpdir(), `moothall-${name}-`));
  const config = readConfig(
    {},
    JSON.stringify({
      origin,
      port: Number(new URL(origin).port),
      dataDir,
      databaseUrl: database.url,
      nodeName: capital(name),
      councils: COUNCILS[name] ?? [],
      key: randomBytes(32).toString("base64"),
      contact: { name: "Pat Reed", email: `help@${name}.gov.example` },
      privateNetworks: [...origins.values()].map((one) => ({ origin: one, cidr: "127.0.0.0/8" })),
      ...options.config,
    }),
  );
  const { resolve } = options;
  return runNode(name, { config, clock, database, dataDir, ...(resolve ? { resolve } : {}) });
}

/** Starts one node on a database and a folder that are its own and go when the network does. */
export async function runNode(
  name: string,
  { config, clock, database, dataDir, resolve }: NodeHome,
): Promise<NetworkNode> {
  const { origin, listen } = config;
  const named = resolve ? { resolve } : {};
  const open = () =>
    startNode(config, { clock, workers: "by-hand", assets: "dist/client", connections: 6, ...named });
  let running: RunningNode | null = await open();
  const current = (): RunningNode => {
    if (!running) throw new Error(`${name} is stopped.`);
    return running;
  };
  return {
    name,
    origin,
    database,
    dataDir,
    get ctx() {
      return current().ctx;
    },
    get node() {
      return current();
    },
    settle: async () => (running ? running.settle() : 0),
    waiting: async () => {
      if (!running) return 0;
      const [row] = await running.ctx.sql<{ n: number }[]>`
        select count(*)::int as n from deliveries d join lanes l on l.origin = d.origin
        where d.failed is null and l.failures = 0 and l.parked is null
          and (d.later is null or d.later <= ${running.ctx.clock.now()})`;
      return row?.n ?? 0;
    },
    async stop() {
      await running?.stop();
      running = null;
    },
    async start() {
      running ??= await open();
    },
    get: (path, headers = {}) => getFrom({ origin, listen }, path, headers),
  };
}

/** GET under the node's own name, which `fetch` would not send; no redirect is followed. */
export function getFrom(
  place: { readonly origin: string; readonly listen: string },
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { host, port } = new URL(place.origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: place.listen, port, path, headers: { host, ...headers } },
      async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        const status = answer.statusCode ?? 0;
        const body = [204, 304].includes(status) ? null : Buffer.concat(chunks);
        const got = Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
          (values ?? []).map((value): [string, string] => [name, value]),
        );
        resolve(new Response(body, { status, headers: got }));
      },
    );
    sent.on("error", reject).end();
  });
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
