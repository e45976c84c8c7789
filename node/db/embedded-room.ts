import { existsSync, readFileSync, rmSync } from "node:fs";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { connectionOptionsOf } from "./connection-options.ts";

const MB = 1024 ** 2;
/** Below that nobody writes any more, so that what is left is for PostgreSQL's own needs. */
const LOW = 32 * MB;
/** From there on people write again. */
const ENOUGH = 64 * MB;
/** PostgreSQL ends when it cannot begin a new segment of its log, which has 16 MB: a piece is given back before. */
const LAST = 6 * MB;
const PIECE = 17 * MB;
const PIECES = ["moothall.reserve1", "moothall.reserve2", "moothall.reserve3"];
const LOOK_EVERY_MS = 250;
/** A cluster that lives for a moment only needs no reserve. */
const RESERVE_AFTER_MS = 5_000;

export interface RoomOptions {
  /** PostgreSQL's own data folder. */
  readonly folder: string;
  /** Address as owner of the cluster. */
  readonly url: string;
  readonly log: (line: string) => void;
  /** Free bytes of the volume; given by tests only. */
  readonly free?: () => Promise<number>;
}

export interface RoomWatch {
  stop(): Promise<void>;
}

/**
 * Watches the volume of the built-in PostgreSQL. Almost full, transactions are read-only until there is room again
 * (SQLSTATE 25006): pages are read on, and whoever writes is told to come again. 51 MB lie in reserve, given back in
 * pieces while others take even the rest, so that PostgreSQL never lacks the room for its log.
 */
export function watchRoom(options: RoomOptions): RoomWatch {
  const { folder, log, free: freeNow = () => freeBytes(options.folder) } = options;
  const settings = join(folder, "postgresql.auto.conf");
  const began = performance.now();
  let closed =
    existsSync(settings) && readFileSync(settings, "utf8").includes("default_transaction_read_only");

  async function look(): Promise<void> {
    const free = await freeNow();
    if (free < LAST) await giveBack(folder);
    const full = closed ? free < ENOUGH : free < LOW;
    if (full !== closed) {
      await setReadOnly(options, full);
      closed = full;
      log(
        full
          ? "The disk of PostgreSQL is almost full: nothing is written."
          : "There is room on the disk again.",
      );
    }
    if (!full && free - PIECE > ENOUGH && performance.now() - began > RESERVE_AFTER_MS) await putBy(folder);
  }

  return again(look);
}

/** Looks four times a second until it is stopped. */
function again(look: () => Promise<void>): RoomWatch {
  let [stopped, rouse] = [false, () => {}];
  const running = (async () => {
    while (!stopped) {
      // PostgreSQL may be away, and the folder be removed: the next look tells.
      await look().catch(() => {});
      if (stopped) return;
      await new Promise<void>((resolve) => {
        rouse = resolve;
        setTimeout(resolve, LOOK_EVERY_MS).unref();
      });
    }
  })();
  return {
    async stop() {
      stopped = true;
      rouse();
      await running;
    },
  };
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function giveBack(folder: string): Promise<void> {
  const piece = PIECES.find((name) => existsSync(join(folder, name)));
  if (piece) await rm(join(folder, piece), { force: true });
}

/** Puts one piece by that is missing. */
async function putBy(folder: string): Promise<void> {
  const piece = PIECES.find((name) => !existsSync(join(folder, name)));
  if (!piece) return;
  const file = join(folder, piece);
  try {
    // Written, not only reserved: a hole in a file takes no room.
    await writeFile(file, Buffer.alloc(PIECE), { mode: 0o600 });
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

async function setReadOnly({ url }: RoomOptions, on: boolean): Promise<void> {
  const sql = postgres({ ...connectionOptionsOf(url), max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    // Neither writes to the tables or the log: both go also where nothing may be written.
    await (on
      ? sql`alter system set default_transaction_read_only = on`
      : sql`alter system reset default_transaction_read_only`);
    await sql`select pg_reload_conf()`;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
