import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { StartRefusal } from "../start-refusal.ts";
import type { PostgresBinaries } from "./embedded-binaries.ts";
import { environment, lastLine } from "./embedded-cluster.ts";
import { endOrphan, isReady, waitUntil } from "./embedded-orphan.ts";
import type { RunAs } from "./embedded-user.ts";

/** A socket's folder, or a port on 127.0.0.1 where the system has no Unix sockets. */
export type Address = { socket: string; port?: never } | { port: number; socket?: never };

/** Never lose what was committed; never write people's words into PostgreSQL's own log. */
export const SETTINGS: Readonly<Record<string, string>> = {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  max_connections: "100",
  shared_buffers: "128MB",
  // A node that reads its first histories grows within seconds from nothing to thousands of rows.
  autovacuum_naptime: "15s",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_parameter_max_length_on_error: "0",
};

export type ServerOptions = {
  binaries: PostgresBinaries;
  folder: string;
  as: RunAs;
  address: Address;
  settings: Readonly<Record<string, string>>;
  logFile: string;
  log: (line: string) => void;
};

export type Server = { pid(): number | null; stop(): Promise<void> };

/** Starts PostgreSQL, and again whenever it dies, until it is stopped. Throws StartRefusal if the first start fails. */
export async function superviseServer(options: ServerOptions): Promise<Server> {
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let current: Running | null = await launch(options);
  const watch = (running: Running) => {
    void running.ended.then(() => {
      current = null;
      if (!stopping) restarting = restart();
    });
  };
  const restart = async () => {
    options.log("PostgreSQL has ended unexpectedly; starting it again.");
    for (let pause = 200; !stopping; pause = Math.min(pause * 2, 5000)) {
      try {
        await endOrphan(options.folder, options.log);
        current = await launch(options);
        watch(current);
        return;
      } catch (error) {
        options.log(
          `PostgreSQL does not start yet: ${error instanceof Error ? error.message : String(error)}`,
        );
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };
  watch(current);
  const stop = async () => {
    stopping = true;
    await restarting;
    await current?.stop();
  };
  return { pid: () => current?.pid ?? null, stop };
}

type Running = { pid: number; ended: Promise<void>; stop(): Promise<void> };

async function launch(options: ServerOptions): Promise<Running> {
  const child = spawnServer(options);
  let over = false;
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      over = true;
      resolve();
    };
    child.once("exit", finish);
    child.once("error", finish);
  });
  const pid = child.pid ?? -1;
  const watchdog = spawnWatchdog(pid, options.address);
  void ended.then(() => watchdog?.kill("SIGKILL"));
  await waitUntil(() => over || isReady(options.folder, pid), 120);
  if (!isReady(options.folder, pid) || over) {
    child.kill("SIGQUIT");
    throw new StartRefusal(
      `PostgreSQL did not start: ${lastLine(readTail(options.logFile))} (more in ${options.logFile})`,
    );
  }
  return { pid, ended, stop: () => shutDown(child, ended, options) };
}

function spawnServer({ binaries, folder, as, settings, logFile }: ServerOptions): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [program = "", ...args] = as.wrap([binaries.postgres, "-D", folder, ...flags]);
  keepShort(logFile);
  const output = openSync(logFile, "a", 0o600);
  try {
    // Its own process group: Ctrl-C in the terminal must not stop it before we have finished with it.
    const stdio: ["ignore", number, number] = ["ignore", output, output];
    return spawn(program, args, { ...as.ids, stdio, detached: true, cwd: folder, env: environment() });
  } finally {
    closeSync(output);
  }
}

/**
 * What the watchdog does: it waits for the pipe from us to break, which even kill -9 on us cannot prevent, stops
 * PostgreSQL, and removes the folder of its socket.
 */
const WATCHDOG = `read -r _; kill -INT "$1"; n=0
while kill -0 "$1" 2>/dev/null && [ $n -lt 150 ]; do sleep 0.2; n=$((n+1)); done
rm -rf "$2"`;

function spawnWatchdog(pid: number, { socket }: Address): ChildProcess | null {
  if (socket === undefined || pid < 0) return null;
  const args = ["-c", WATCHDOG, "moothall-watchdog", String(pid), socket];
  const stdio: ["pipe", "ignore", "ignore"] = ["pipe", "ignore", "ignore"];
  const watchdog = spawn("/bin/sh", args, { stdio, detached: true, env: environment() });
  watchdog.on("error", () => {});
  watchdog.stdin?.on("error", () => {});
  watchdog.unref();
  return watchdog;
}

async function shutDown(child: ChildProcess, ended: Promise<void>, options: ServerOptions): Promise<void> {
  if (process.platform === "win32") {
    spawnSync(options.binaries.pgCtl, ["stop", "-w", "-m", "fast", "-D", options.folder], {
      stdio: "ignore",
    });
    return ended;
  }
  // Fast shutdown; after half a minute immediate, which loses nothing and only makes the next start slower.
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGQUIT"), 30_000);
  await ended;
  clearTimeout(late);
}

function keepShort(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) renameSync(logFile, `${logFile}.1`);
}

function readTail(file: string): string {
  return readFileSync(file, "utf8").slice(-4000);
}

/** Below what systems give to connections that go out (Linux from 32768, others from 49152). */
const PORTS = { from: 20_000, to: 32_000 };

/**
 * A TCP port that is free at this moment on 127.0.0.1, and that no connection going out takes before whoever asked
 * listens on it. `among`: the range, without its end.
 */
export async function freePort(
  among: { readonly from: number; readonly to: number } = PORTS,
): Promise<number> {
  const { from, to } = among;
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(from, to);
    if (await isFree(port)) return port;
  }
  throw new Error(`No TCP port from ${from} to ${to} is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
