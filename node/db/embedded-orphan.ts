import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StartRefusal } from "../start-refusal.ts";

/**
 * Ends what a killed Moothall left behind in a PostgreSQL folder: a PostgreSQL that still runs is stopped cleanly,
 * a postmaster.pid whose number now belongs to another program is removed. Call it only while holding the data
 * folder's lock. Throws StartRefusal if that PostgreSQL does not end.
 */
export async function endOrphan(folder: string, log: (line: string) => void): Promise<void> {
  const orphan = postmasterOf(folder);
  if (orphan !== null && isPostgresOf(orphan, folder)) {
    log(`Stopping the PostgreSQL that an earlier run left behind (process ${orphan}).`);
    await end(orphan, folder);
  }
  await waitUntil(() => backendsIn(folder).length === 0, 20);
  const left = postmasterOf(folder);
  // PostgreSQL itself would refuse to start while any process of its user has this number.
  if (left !== null && !isPostgresOf(left, folder)) rmSync(join(folder, "postmaster.pid"), { force: true });
}

/** Process number in postmaster.pid, or null when there is none. */
export function postmasterOf(folder: string): number | null {
  const pid = Number(linesOf(folder)[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

/** Whether PostgreSQL says in postmaster.pid that it takes connections (line 8; src/include/utils/pidfile.h). */
export function isReady(folder: string, pid: number): boolean {
  const lines = linesOf(folder);
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

function linesOf(folder: string): string[] {
  try {
    return readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

async function end(pid: number, folder: string): Promise<void> {
  // Fast shutdown, then immediate, then by force: PostgreSQL manual, 18.5 "Shutting Down the Server".
  for (const [signal, seconds] of [
    ["SIGINT", 20],
    ["SIGQUIT", 5],
    ["SIGKILL", 5],
  ] as const) {
    signalTo(pid, signal);
    if (await waitUntil(() => !isPostgresOf(pid, folder), seconds)) return;
  }
  throw new StartRefusal(
    `A PostgreSQL left by an earlier run (process ${pid}) does not end: end it, then start again.`,
  );
}

function isPostgresOf(pid: number, folder: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  if (process.platform === "linux") return backendsIn(folder).includes(pid);
  if (process.platform === "win32") return true;
  try {
    const options = { encoding: "utf8", stdio: "pipe" } as const;
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], options).includes(folder);
  } catch {
    return false;
  }
}

/** Processes of PostgreSQL at work in this folder (each one's working directory is the folder). Linux only. */
function backendsIn(folder: string): number[] {
  if (process.platform !== "linux") return [];
  const real = realpathSync(folder);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => linkOf(`/proc/${name}/cwd`) === real && /postgres/.test(commandOf(name)))
    .map(Number);
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8");
  } catch {
    return "";
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** Waits for a state of the operating system, which nothing announces; false when it did not come in time. */
export async function waitUntil(done: () => boolean, seconds: number): Promise<boolean> {
  const until = Date.now() + seconds * 1000;
  while (!done()) {
    if (Date.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}
