import { mkdtemp, readdir, rm, stat, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isDataFolderHeld } from "../../node/db/data-lock.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../node/db/embedded.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Addresses of the PostgreSQLs of this run, as owner: one for each worker. Use `createDatabase` of database.ts. */
    databases: readonly string[];
    /** Where the demo is kept once it is written for this run. Use `openTestDemo` of demo-network.ts. */
    demoFolder: string;
    /** Keys of this run (kept-keys.ts). */
    keyFolder: string;
  }
}

/** Durability off: these databases live as long as the run. Everything else is as in a live node. */
export const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "400",
  max_wal_size: "256MB",
};

type Started = { postgres: EmbeddedPostgres; folder: string };
type Shared = {
  users: number;
  started: Promise<readonly Started[]>;
  demo: Promise<string>;
  keys: Promise<string>;
};

// Each ring loads this file anew, in one process: what they share must stand outside the file.
const everywhere = globalThis as typeof globalThis & { moothallTests?: { current?: Shared } };
everywhere.moothallTests ??= {};
const shared = everywhere.moothallTests;

/**
 * A PostgreSQL for each worker, started when the first ring that needs it begins and stopped after the last. Tests
 * that run side by side need one each: what is committed in one database is held back from the readers of the record
 * while a transaction is open in any other.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.MOOTHALL_TEST_DATABASE;
  if (given) {
    project.provide("databases", [given]);
    project.provide("demoFolder", process.env.MOOTHALL_TEST_DEMO ?? (await mkdtemp(join(tmpdir(), DEMO))));
    project.provide("keyFolder", await mkdtemp(join(tmpdir(), DEMO)));
    return undefined;
  }
  shared.current ??= {
    users: 0,
    started: startFor(Number(project.vitest.config.maxWorkers)),
    demo: mkdtemp(join(tmpdir(), DEMO)),
    keys: mkdtemp(join(tmpdir(), DEMO)),
  };
  const mine = shared.current;
  mine.users++;
  const started = await mine.started;
  project.provide(
    "databases",
    started.map(({ postgres }) => postgres.url),
  );
  const demo = await mine.demo;
  project.provide("demoFolder", demo);
  const keys = await mine.keys;
  project.provide("keyFolder", keys);
  return async () => {
    if (--mine.users > 0) return;
    if (shared.current === mine) delete shared.current;
    await Promise.all(started.map(stop));
    for (const folder of [demo, keys]) await rm(folder, { recursive: true, force: true });
  };
}

const PREFIX = "moothall-tests-";
const DEMO = "moothall-demo-";
const MINUTE_MS = 60_000;
/** No run takes longer. */
const LONGEST_RUN_MS = 240 * MINUTE_MS;

/** The file system in memory that Linux has. */
const MEMORY = "/dev/shm";
/** What the databases of a worker need at the most, with room to spare. */
const WORKER_BYTES = 1024 ** 3;

async function startFor(workers: number): Promise<readonly Started[]> {
  for (const parent of [tmpdir(), MEMORY]) await removeLeftovers(parent);
  const parent = (await hasRoom(MEMORY, workers * WORKER_BYTES)) ? MEMORY : tmpdir();
  return Promise.all(Array.from({ length: workers }, () => start(parent)));
}

/**
 * Whether so much fits in memory. A run makes a database of 730 files some 1,500 times: on a disk that costs more than
 * all that is done in them, although nothing is ever flushed.
 */
async function hasRoom(folder: string, bytes: number): Promise<boolean> {
  const found = await statfs(folder).catch(() => null);
  return found !== null && found.bavail * found.bsize > bytes && process.availableMemory() > bytes;
}

async function start(parent: string): Promise<Started> {
  const folder = await mkdtemp(join(parent, PREFIX));
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    role: "all",
    log: () => {},
    settings: SETTINGS,
  });
  return { postgres, folder };
}

async function stop({ postgres, folder }: Started): Promise<void> {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Folders of runs that were killed; a younger one may belong to a run that is starting at this moment. */
async function removeLeftovers(parent: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    const patience = name.startsWith(PREFIX) ? 10 * MINUTE_MS : LONGEST_RUN_MS;
    if (!name.startsWith(PREFIX) && !name.startsWith(DEMO)) continue;
    if (isDataFolderHeld(folder) || (await stat(folder)).mtimeMs > now - patience) continue;
    await rm(folder, { recursive: true, force: true });
  }
}
