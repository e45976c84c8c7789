import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodes } from "../../deploy/demo/content/councils.ts";
import type { NodeKey } from "../../deploy/demo/content/types.ts";
import { databaseOf } from "../../deploy/demo/databases.ts";
import { configOf, type Place } from "../../deploy/demo/sites.ts";
import type { Made } from "../../deploy/demo/world.ts";
import { presentClock, type TestClock } from "./context.ts";
import { takeTurn } from "./database.ts";
import { copyOfDemo, writtenDemo } from "./demo-template.ts";
import { freePort } from "./ports.ts";
import { type Network, type NetworkNode, networkOf, runNode, startEmptyNode } from "./start-nodes.ts";

/** The three sites of the demo with all that is in them, and what was made under which key of the content. */
export interface TestDemo extends Made, AsyncDisposable {
  readonly net: Network;
  readonly clock: TestClock;
  /** Loopback address of the three sites: browsers have to be told. */
  readonly address: string;
  /** When its last act was done. */
  readonly now: Date;
}

/**
 * Opens the demo on a copy of the PostgreSQL into which it was written once per run. What is written carries the
 * addresses of the sites, so every process has a loopback address of its own for them.
 * `config`: further settings; `newcomers`: names of further sites, which nobody has been to yet.
 */
export async function openTestDemo(
  options: { readonly config?: object; readonly newcomers?: readonly string[] } = {},
): Promise<TestDemo> {
  const written = await writtenDemo();
  const stage = await takeStage();
  const home = await mkdtemp(join(tmpdir(), "moothall-tests-"));
  const postgres = await copyOfDemo(home);
  const clock = presentClock();
  const origins = new Map<string, string>(Object.entries(written.origins));
  const { newcomers = [] } = options;
  for (const name of newcomers) origins.set(name, `http://${name}.localhost:${await freePort()}`);
  const config = {
    listen: stage.address,
    privateNetworks: [...origins.values()].map((origin) => ({ origin, cidr: `${stage.address}/32` })),
    ...options.config,
  };
  const running: Record<string, NetworkNode> = {};
  const net = networkOf(running, clock);
  const dispose = async () => {
    await net[Symbol.asyncDispose]();
    await postgres.stop();
    await rm(home, { recursive: true, force: true });
    await stage.leave();
  };
  try {
    for (const { key } of nodes) {
      const databaseUrl = databaseOf(postgres.url, key);
      const place = { origin: written.origins[key], databaseUrl, dataDir: join(home, key) };
      running[key] = await openSite(key, { place, clock, config });
    }
    for (const name of newcomers) running[name] = await startEmptyNode({ name, origins, clock, config });
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    net,
    clock,
    address: stage.address,
    now: new Date(written.now),
    residents: new Map(written.residents),
    communities: new Map(written.communities),
    posts: new Map(written.posts),
    [Symbol.asyncDispose]: dispose,
  };
}

async function openSite(
  key: NodeKey,
  { place, clock, config: more }: { place: Place; clock: TestClock; config: object },
): Promise<NetworkNode> {
  const drop = async () => {};
  const database = { url: place.databaseUrl, drop, [Symbol.asyncDispose]: drop };
  return runNode(key, { config: configOf(key, place, [], more), clock, database, dataDir: place.dataDir });
}

interface Stage {
  readonly address: string;
  leave(): Promise<void>;
}

/** A loopback address for this process alone; where the machine has but one, the processes take turns. */
async function takeStage(): Promise<Stage> {
  const address = `127.0.0.${20 + (Number(process.env.VITEST_POOL_ID ?? 0) % 200)}`;
  if (await canListen(address)) return { address, leave: async () => {} };
  return { address: "127.0.0.1", leave: await takeTurn("showing the demo") };
}

function canListen(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, address, () => server.close(() => resolve(true)));
  });
}
