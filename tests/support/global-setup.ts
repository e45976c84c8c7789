import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isDataFolderHeld } from "../../node/db/data-lock.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../node/db/embedded.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the PostgreSQL of this run, as owner. Use `createDatabase` of database.ts. */
    database: string;
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

type Shared = { users: number; database: Promise<{ postgres: EmbeddedPostgres; folder: string }> };

// Each ring loads this file anew, in one process: what they share must stand outside the file.
const everywhere = globalThis as typeof globalThis & { moothallTests?: { current?: Shared } };
everywhere.moothallTests ??= {};
const shared = everywhere.moothallTests;

/** One PostgreSQL for the whole run, started when the first ring that needs it begins and stopped after the last. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.MOOTHALL_TEST_DATABASE;
  if (given) {
    project.provide("database", given);
    return undefined;
  }
  shared.current ??= { users: 0, database: start() };
  const mine = shared.current;
  mine.users++;
  project.provide("database", (await mine.database).postgres.url);
  return async () => {
    if (--mine.users > 0) return;
    if (shared.current === mine) delete shared.current;
    const { postgres, folder } = await mine.database;
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

const PREFIX = "moothall-tests-";

async function start(): Promise<{ postgres: EmbeddedPostgres; folder: string }> {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  const postgres = await startEmbeddedPostgres({
    dataDir: folder,
    role: "all",
    log: () => {},
    settings: SETTINGS,
  });
  return { postgres, folder };
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
