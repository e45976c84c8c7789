import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { StartRefusal } from "../start-refusal.ts";

const FILE = "moothall.lock";

/** A held data folder; `release` may be called more than once. */
export type DataLock = { release(): void };

/**
 * Holds a data folder for this process, so that two Moothalls never write into one folder.
 * A lock left by a process that was killed is taken over. Throws StartRefusal if a living process holds it.
 */
export function lockDataFolder(dataDir: string): DataLock {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, FILE);
  const mine = `${process.pid} ${startOf(process.pid)} ${hostname()}\n`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (createWith(file, mine)) return { release: () => releaseIfMine(file, mine) };
    const held = readIfThere(file);
    if (held === null) continue;
    if (isAlive(held)) throw new StartRefusal(sentenceFor(dataDir, held));
    takeAway(file, held);
  }
  throw new StartRefusal(
    `Another Moothall is starting on the data folder ${dataDir} at this moment; try again when it has started.`,
  );
}

/** Whether a living process of this machine holds the data folder. */
export function isDataFolderHeld(dataDir: string): boolean {
  const held = readIfThere(join(dataDir, FILE));
  return held !== null && isAlive(held);
}

function sentenceFor(dataDir: string, held: string): string {
  return (
    `Moothall is already running on the data folder ${dataDir} (process ${held.split(" ")[0]}): ` +
    "stop that one first, or give this one another folder with MOOTHALL_DATA_DIR."
  );
}

function createWith(file: string, content: string): boolean {
  // Written under a name of our own and linked into place: nobody ever sees a lock without its content.
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const handle = openSync(draft, "wx", 0o600);
  try {
    writeSync(handle, content);
    placeAt(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    closeSync(handle);
    rmSync(draft, { force: true });
  }
}

function placeAt(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    // Some shared folders have no hard links.
    if (codeOf(error) !== "EPERM" && codeOf(error) !== "ENOTSUP") throw error;
    copyFileSync(draft, file, constants.COPYFILE_EXCL);
  }
}

/** Removes a dead lock; if another process replaced it in between, puts that one back. */
function takeAway(file: string, dead: string): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readIfThere(aside) !== dead) placeAt(aside, file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseIfMine(file: string, mine: string): void {
  if (readIfThere(file) === mine) rmSync(file, { force: true });
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

function isAlive(held: string): boolean {
  const [pid, start] = held.split(" ");
  const id = Number(pid);
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  // The same number may belong to a newer process: the moment it started tells them apart.
  return startOf(id) === start;
}

/** The moment a process started, in whatever unit the system counts; constant while the process lives. */
function startOf(pid: number): string {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // proc(5): field 22, counted after the command in brackets, which may itself hold spaces.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? "gone" : (fields[19] ?? "unknown");
    }
    if (process.platform === "win32") return "unknown";
    const options = { encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], options)
      .trim()
      .replaceAll(/\s+/g, "_");
  } catch {
    return "gone";
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
