import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isDataFolderHeld } from "../../node/db/data-lock.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../node/db/embedded.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Addresses of the PostgreSQLs of this run, as owner: one for each worker. Use `createDatabase` of database.ts. */
    databases: readonly string[];
  }
}

/** Durability off: these databases live as long as the run. Everything else is as in a live node. */
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "400",
  max_wal_size: "4GB",
};

type Started = { postgres: EmbeddedPostgres; folder: string };
type Shared = { users: number; started: Promise<readonly Started[]> };

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
    return undefined;
  }
  shared.current ??= { users: 0, started: startFor(Number(project.vitest.config.maxWorkers)) };
  const mine = shared.current;
  mine.users++;
  const started = await mine.started;
  project.provide(
    "databases",
    started.map(({ postgres }) => postgres.url),
  );
  return async () => {
    if (--mine.users > 0) return;
    if (shared.current === mine) delete shared.current;
    await Promise.all(started.map(stop));
  };
}

const PREFIX = "moothall-tests-";

async function startFor(workers: number): Promise<readonly Started[]> {
  await removeLeftovers();
  return Promise.all(Array.from({ length: workers }, start));
}

async function start(): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
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
async function removeLeftovers(): Promise<void> {
  const old = Date.now() - 10 * 60_000;
  for (const name of await readdir(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(PREFIX) || isDataFolderHeld(folder) || (await stat(folder)).mtimeMs > old) continue;
    await rm(folder, { recursive: true, force: true });
  }
}
