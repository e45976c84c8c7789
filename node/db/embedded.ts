import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { StartRefusal } from "../start-refusal.ts";
import { connectionOptionsOf, withDatabase } from "./connection-options.ts";
import { isDataFolderHeld, lockDataFolder } from "./data-lock.ts";
import { findPostgresBinaries } from "./embedded-binaries.ts";
import { ensureCluster, ensurePassword, makeSocketFolder, OWNER } from "./embedded-cluster.ts";
import { endOrphan } from "./embedded-orphan.ts";
import { watchRoom } from "./embedded-room.ts";
import { type Address, freePort, SETTINGS, superviseServer } from "./embedded-server.ts";
import { chooseUser } from "./embedded-user.ts";

export type EmbeddedOptions = {
  /** Moothall's data folder; PostgreSQL lives in `postgres` below it. Made if it is not there. */
  dataDir: string;
  /** The built-in PostgreSQL serves one process that is everything; `web` and `worker` need a database address. */
  role: "all";
  log: (line: string) => void;
  /** PostgreSQL settings that differ from ours; tests only. */
  settings?: Readonly<Record<string, string>>;
};

export type EmbeddedPostgres = {
  /** Address of database `moothall` as its owner; holds the password, so never log it. */
  url: string;
  /** Process number of PostgreSQL now (another after it was restarted), null while it is down. */
  pid(): number | null;
  /** Stops PostgreSQL cleanly and releases the data folder. Closing all connections first makes it quick. */
  stop(): Promise<void>;
};

const ADDRESS_FILE = ["secrets", "database-url"] as const;

/**
 * Starts the built-in PostgreSQL of a data folder and keeps it running until `stop`: if it dies, it is started again
 * under the same address. It has a process group of its own, so Ctrl-C in the terminal reaches it only through
 * `stop`; if we are killed it ends by itself. Throws StartRefusal with one sentence for the operator.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  // Passable where root lends PostgreSQL another user: what is inside has its own permissions.
  mkdirSync(options.dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const dataDir = realpathSync(resolve(options.dataDir));
  const lock = lockDataFolder(dataDir);
  try {
    return await start({ ...options, dataDir }, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Address of the database of a data folder while a Moothall runs on it, for the command line; else null. */
export function findRunningDatabase(dataDir: string): string | null {
  const file = join(dataDir, ...ADDRESS_FILE);
  return existsSync(file) && isDataFolderHeld(dataDir) ? readFileSync(file, "utf8").trim() : null;
}

async function start(options: EmbeddedOptions, release: () => void): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  const folder = join(dataDir, "postgres");
  const binaries = findPostgresBinaries();
  const as = chooseUser(existsSync(folder) ? folder : null, [dataDir, binaries.root]);
  const password = ensurePassword(dataDir);
  ensureCluster(folder, password, binaries, as);
  await endOrphan(folder, log);
  forgetOldSocket(dataDir);
  const address =
    process.platform === "win32" ? { port: await freePort() } : { socket: makeSocketFolder(as) };
  const url = urlOf(address, password);
  writeFileSync(join(dataDir, ...ADDRESS_FILE), `${url}\n`, { mode: 0o600 });
  const settings = { ...SETTINGS, ...addressSettings(address), ...options.settings };
  const logFile = join(dataDir, "postgres.log");
  const server = await superviseServer({ binaries, folder, as, address, settings, logFile, log });
  await ensureDatabase(url);
  const room = watchRoom({ folder, url, log });
  const stop = async () => {
    await room.stop();
    await server.stop();
    forgetOldSocket(dataDir);
    release();
  };
  return { url, pid: server.pid, stop };
}

function urlOf(address: Address, password: string): string {
  const host = address.socket ? encodeURIComponent(address.socket) : `127.0.0.1:${address.port}`;
  return `postgresql://${OWNER}:${password}@${host}/moothall`;
}

function addressSettings(address: Address): Record<string, string> {
  if (!address.socket) return { listen_addresses: "127.0.0.1", port: String(address.port) };
  return {
    listen_addresses: "",
    // Quoted, because the setting is a list and our folder's name has a comma.
    unix_socket_directories: `"${address.socket}"`,
    unix_socket_permissions: "0700",
  };
}

async function ensureDatabase(url: string): Promise<void> {
  const sql = postgres({ ...connectionOptionsOf(withDatabase(url, "postgres")), max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = 'moothall'`;
    if (found.length === 0) await sql.unsafe("create database moothall");
  } catch (cause) {
    throw new StartRefusal("PostgreSQL started and does not let us in; its messages are in postgres.log.", {
      cause,
    });
  } finally {
    await sql.end();
  }
}

/** Removes the address of an earlier run and the folder of its socket. */
function forgetOldSocket(dataDir: string): void {
  const file = join(dataDir, ...ADDRESS_FILE);
  if (!existsSync(file)) return;
  const { host } = connectionOptionsOf(readFileSync(file, "utf8").trim());
  if (/\/moothall,[A-Za-z0-9]{6}$/.test(host)) rmSync(host, { recursive: true, force: true });
  rmSync(file, { force: true });
}
