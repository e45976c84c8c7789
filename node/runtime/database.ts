import { resolve } from "node:path";
import { renumberRecord } from "../changes/renumber.ts";
import type { Config } from "../config.ts";
import { findRunningDatabase, startEmbeddedPostgres } from "../db/embedded.ts";
import { migrate, schemaFit } from "../db/migrate.ts";
import { isDatabaseAway, openDatabase } from "../db/open.ts";
import { installJobs } from "../jobs/install.ts";
import { StartRefusal } from "../start-refusal.ts";

export interface NodeDatabase {
  readonly url: string;
  /** Process number of the built-in PostgreSQL; null for one that runs elsewhere. */
  readonly pid: () => number | null;
  /** What is in it came from another PostgreSQL: what was made beside that one, such as the search index, is void. */
  readonly moved: boolean;
  /** Stops the built-in PostgreSQL; does nothing to one that runs elsewhere. */
  stop(): Promise<void>;
}

export interface DatabaseOptions {
  /** For the command line: use the database of a node that runs on this data folder. */
  readonly joinRunning?: boolean;
  readonly say: (line: string) => void;
}

/** The configured PostgreSQL, or the built-in one of the data folder, brought to this release's schema. */
export async function openNodeDatabase(config: Config, options: DatabaseOptions): Promise<NodeDatabase> {
  const database = await connect(config, options);
  try {
    if (config.role !== "all") {
      sayNewer(options, await refuseEarlierSchema(database.url));
      return database;
    }
    await migrateDatabase(database.url);
    sayNewer(options, await refuseEarlierSchema(database.url));
    return { ...database, moved: await settleIn(database.url) };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** The same database whatever release it is of, for who looks after it. */
export function openDatabaseAsItIs(config: Config): Promise<NodeDatabase> {
  return connect(config, { joinRunning: true, say: () => {} });
}

/** Brings tables and job queue to this release; returns the names of the migrations that ran. Safe to run again. */
export async function migrateDatabase(url: string): Promise<readonly string[]> {
  const ran = await migrate(url);
  await installJobs(url);
  return ran;
}

async function connect(config: Config, options: DatabaseOptions): Promise<NodeDatabase> {
  if (config.databaseUrl !== null) {
    const url = config.databaseUrl.reveal();
    await waitForDatabase(url, options.say);
    return { url, pid: () => null, moved: false, stop: async () => {} };
  }
  const dataDir = resolve(config.dataDir);
  const running = options.joinRunning ? findRunningDatabase(dataDir) : null;
  if (running !== null) return { url: running, pid: () => null, moved: false, stop: async () => {} };
  const started = await startEmbeddedPostgres({ dataDir, role: "all", log: options.say });
  return { url: started.url, pid: started.pid, moved: false, stop: () => started.stop() };
}

/** What was dumped from one PostgreSQL and read into another, or restored from a backup, is put right for this one. */
async function settleIn(url: string): Promise<boolean> {
  const owner = openDatabase(url, { connections: 1, owner: true, name: "moothall-settle" });
  try {
    const [restored] = await owner`select 1 from restorations where how = 'restored' and renewed is null`;
    return (await renumberRecord(owner)) || restored !== undefined;
  } finally {
    await owner.end();
  }
}

const PATIENCE_MS = 60_000;

/**
 * A PostgreSQL that starts at the same time as we, or is being started again, is waited for, a minute at most. It is
 * asked as the owner: the application's role comes with the first migration.
 */
async function waitForDatabase(url: string, say: (line: string) => void): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (let told = false; ; told = true) {
    const sql = openDatabase(url, { connections: 1, owner: true, name: "moothall-check" });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > end) throw error;
      if (!told) say("The database does not answer yet; waiting for it.");
      await new Promise((resolve) => setTimeout(resolve, 500));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

/** A release that was taken back left its schema here. */
function sayNewer({ say }: DatabaseOptions, newer: readonly string[]): void {
  if (newer.length > 0)
    say(`The database is of a newer release (${newer.join(", ")}); this one can work with it.`);
}

/** Migrations of a newer release that ran here. Refuses a database of an earlier one, or of one too new. */
async function refuseEarlierSchema(url: string): Promise<readonly string[]> {
  const sql = openDatabase(url, { connections: 1, name: "moothall-check" });
  try {
    const { pending, newer } = await schemaFit(sql);
    if (pending.length > 0)
      throw new StartRefusal(
        "The database is of an earlier release: bring it up to date with npm run moothall -- migrate up, or start a process with role all once.",
      );
    return newer;
  } finally {
    await sql.end();
  }
}
