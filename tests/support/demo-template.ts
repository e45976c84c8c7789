import { existsSync } from "node:fs";
import { chown, cp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { nodes } from "../../deploy/demo/content/councils.ts";
import type { NodeKey } from "../../deploy/demo/content/types.ts";
import { databaseOf, makeDatabases, makeOrdinary } from "../../deploy/demo/databases.ts";
import { beginningOf, seedDemo } from "../../deploy/demo/seed.ts";
import { configOf, originOf } from "../../deploy/demo/sites.ts";
import { type Resident, type World, worldOf } from "../../deploy/demo/world.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../node/db/embedded.ts";
import { type RunningNode, startNode } from "../../node/start.ts";
import { takeTurn } from "./database.ts";
import { SETTINGS } from "./global-setup.ts";
import { freePort } from "./ports.ts";

/** The demo as it was written for this run: where it stands, and what was made under which key of the content. */
export interface WrittenDemo {
  /** When its last act was done. */
  readonly now: string;
  readonly origins: Readonly<Record<NodeKey, string>>;
  readonly residents: readonly (readonly [string, Resident])[];
  /** IRIs. */
  readonly communities: readonly (readonly [string, string])[];
  readonly posts: readonly (readonly [string, string])[];
}

/** A guard against hanging, for the hook that opens the demo: it may be the first, which writes it. */
export const WRITING_MS = 1_800_000;

const RECORD = "written.json";

/** The demo in the folder of this run; the first process to ask writes it, the others wait. */
export async function writtenDemo(): Promise<WrittenDemo> {
  const folder = inject("demoFolder");
  const leave = await takeTurn("writing the demo");
  try {
    const record = join(folder, RECORD);
    if (!existsSync(record)) await writeFile(record, JSON.stringify(await writeInto(folder)));
    return JSON.parse(await readFile(record, "utf8"));
  } finally {
    await leave();
  }
}

/** A PostgreSQL of one's own with the written demo, in an empty folder; `databaseOf` names its databases. */
export async function copyOfDemo(to: string): Promise<EmbeddedPostgres> {
  const from = inject("demoFolder");
  await cp(from, to, { recursive: true });
  await giveToOwnerOf(from, to);
  return startPostgres(to);
}

function startPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, role: "all", log: () => {}, settings: SETTINGS });
}

async function writeInto(folder: string): Promise<WrittenDemo> {
  for (const left of await readdir(folder)) await rm(join(folder, left), { recursive: true, force: true });
  const postgres = await startPostgres(folder);
  try {
    await makeDatabases(postgres.url);
    const now = new Date();
    const origins = await freeOrigins();
    const clock = beginningOf(now);
    const open = (key: NodeKey): Promise<RunningNode> => {
      const databaseUrl = databaseOf(postgres.url, key);
      const place = { origin: origins[key], databaseUrl, dataDir: join(folder, key) };
      const options = { clock, workers: "by-hand", assets: "dist/client", connections: 3 } as const;
      return startNode(configOf(key, place, Object.values(origins)), options);
    };
    const sites = {
      sunderland: await open("sunderland"),
      somerset: await open("somerset"),
      wiltshire: await open("wiltshire"),
    };
    const world = worldOf(clock, sites);
    await seedDemo(world, now, () => {});
    for (const site of Object.values(sites)) await site.stop();
    await makeOrdinary(postgres.url);
    return { now: now.toISOString(), origins, ...namesOf(world) };
  } finally {
    await postgres.stop();
  }
}

async function freeOrigins(): Promise<Record<NodeKey, string>> {
  const origins: Partial<Record<NodeKey, string>> = {};
  for (const node of nodes) origins[node.key] = originOf(node, await freePort());
  return origins as Record<NodeKey, string>;
}

function namesOf(world: World): Pick<WrittenDemo, "residents" | "communities" | "posts"> {
  return {
    residents: [...world.residents],
    communities: [...world.communities],
    posts: [...world.posts],
  };
}

/** Root lends PostgreSQL another user, and copies belong to root. */
async function giveToOwnerOf(from: string, to: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(from);
  await chown(to, uid, gid);
  if (!(await stat(to)).isDirectory()) return;
  for (const name of await readdir(to)) await giveToOwnerOf(join(from, name), join(to, name));
}
