import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { inTransaction } from "../../node/context.ts";
import { writeSetting } from "../../node/settings/store.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { nodes } from "./content/councils.ts";
import type { NodeKey } from "./content/types.ts";
import { databaseOf, makeDatabases, makeOrdinary, WRITTEN } from "./databases.ts";
import { beginningOf, seedDemo } from "./seed.ts";
import { configOf, originOf, type Place, siteOf } from "./sites.ts";
import { worldOf } from "./world.ts";

export interface Writing {
  readonly server: string;
  readonly data: string;
  readonly places: Readonly<Record<NodeKey, Place>>;
  /** Hears how much is done, 0 to 1. */
  readonly tell: (share: number) => void;
}

/** Writes the whole demo into new databases, with the three sites in this process, and ends them again. */
export async function writeDemo({ server, data, places, tell }: Writing): Promise<void> {
  for (const { key } of nodes) await rm(join(data, key), { recursive: true, force: true });
  await makeDatabases(server);
  const now = new Date();
  const clock = beginningOf(now);
  const origins = Object.values(places).map((place) => place.origin);
  const open = (key: NodeKey) =>
    startNode(configOf(key, places[key], origins), {
      clock,
      workers: "by-hand",
      assets: resolve("dist/client"),
      connections: 3,
    });
  const [sunderland, somerset, wiltshire] = await Promise.all([
    open("sunderland"),
    open("somerset"),
    open("wiltshire"),
  ]);
  const sites = { sunderland, somerset, wiltshire };
  await seedDemo(worldOf(clock, sites), now, tell);
  for (const site of Object.values(sites)) await markWritten(site);
  await Promise.all(Object.values(sites).map((site) => site.stop()));
  await makeOrdinary(server);
}

async function markWritten({ ctx }: RunningNode): Promise<void> {
  await inTransaction(ctx, (tx) => writeSetting(tx, WRITTEN, true));
}

/** Where the three sites are. */
export function placesOf(server: string, data: string): Readonly<Record<NodeKey, Place>> {
  const place = (key: NodeKey): Place => ({
    origin: originOf(siteOf(key)),
    databaseUrl: databaseOf(server, key),
    dataDir: join(data, key),
  });
  return { sunderland: place("sunderland"), somerset: place("somerset"), wiltshire: place("wiltshire") };
}
