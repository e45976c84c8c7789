import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodes } from "../../deploy/demo/content/councils.ts";
import type { NodeKey } from "../../deploy/demo/content/types.ts";
import { beginningOf, seedDemo } from "../../deploy/demo/seed.ts";
import { configOf, originOf, type Place } from "../../deploy/demo/sites.ts";
import { type World, worldOf } from "../../deploy/demo/world.ts";
import { freePort } from "../../node/db/embedded-server.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { createDatabase } from "./database.ts";

export interface TestDemo extends World {
  /** When its last act was done. */
  readonly now: Date;
  dispose(): Promise<void>;
}

/** The demo's three sites in this process with databases of their own, written from the beginning to `now`. */
export async function writeTestDemo(now: Date): Promise<TestDemo> {
  const ends: (() => Promise<unknown>)[] = [];
  const dispose = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const clock = beginningOf(now);
    const places = new Map<NodeKey, Place>();
    for (const node of nodes) places.set(node.key, await placeOf(originOf(node, await freePort()), ends));
    const origins = [...places.values()].map((place) => place.origin);
    const open = async (key: NodeKey): Promise<RunningNode> => {
      const place = places.get(key);
      if (!place) throw new Error(`No place for ${key}.`);
      const options = { clock, workers: "by-hand", assets: "dist/client", connections: 4 } as const;
      const node = await startNode(configOf(key, place, origins), options);
      ends.push(() => node.stop());
      return node;
    };
    const sites = {
      sunderland: await open("sunderland"),
      somerset: await open("somerset"),
      wiltshire: await open("wiltshire"),
    };
    const world = worldOf(clock, sites);
    await seedDemo(world, now, () => {});
    return { ...world, now, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function placeOf(origin: string, ends: (() => Promise<unknown>)[]): Promise<Place> {
  const database = await createDatabase("demo");
  ends.push(() => database.drop());
  const dataDir = await mkdtemp(join(tmpdir(), "moothall-demo-"));
  ends.push(() => rm(dataDir, { recursive: true, force: true }));
  return { origin, databaseUrl: database.url, dataDir };
}
