import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface NodeProcessOptions {
  /** `main.js` of the server build. */
  readonly program: string;
  readonly role: "all" | "web" | "worker";
  /** Settings in the shape of the file of settings. */
  readonly settings: Readonly<Record<string, unknown>> & { readonly dataDir: string };
  /** Arguments of Node itself. */
  readonly nodeArguments?: readonly string[];
  /** It ended although nobody ended it: that is a fault. */
  readonly lost: (how: string) => void;
}

/** A real process of a node. */
export interface NodeProcess {
  readonly name: string;
  pid(): number | null;
  /** Resolves when it says that it is ready. */
  start(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an operator does it. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 240_000;
/** What `npm start` gives Node (deploy/run.mjs). */
export const AS_STARTED = [
  "--max-old-space-size=768",
  "--heap-growing-percent=30",
  "--min-semi-space-size=4",
  "--max-semi-space-size=4",
  "--expose-gc",
];
/** And the memory of its libraries. */
export const MALLOC = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "65536",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/** Nothing that was started here outlives this process, whatever ends it. */
const alive = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/** Prepares a process of a node; its output goes to a file in the data folder. */
export function nodeProcess(options: NodeProcessOptions): NodeProcess {
  const { settings, role } = options;
  let child: ChildProcess | null = null;
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await ended;
  };
  return {
    name: `${new URL(String(settings.origin)).hostname.split(".")[0]} ${role}`,
    pid: () => child?.pid ?? null,
    async start() {
      const begun = begin(options);
      child = begun;
      begun.once("exit", (code, signal) => {
        if (child !== begun) return;
        child = null;
        const last = readFileSync(join(settings.dataDir, `${role}.log`), "utf8")
          .trim()
          .split("\n")
          .slice(-12);
        options.lost(`${settings.origin} ${role} ended by itself (${signal ?? code}): ${last.join("\n")}`);
      });
      await ready(begun);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

function begin({ program, role, settings, nodeArguments = [] }: NodeProcessOptions): ChildProcess {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const file = join(settings.dataDir, "moothall.config.json");
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  const log = openSync(join(settings.dataDir, `${role}.log`), "a", 0o600);
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...AS_STARTED, ...nodeArguments, program], {
    stdio: ["ignore", "pipe", log],
    env: { PATH, HOME, TMPDIR, ...MALLOC, MOOTHALL_CONFIG: file, MOOTHALL_ROLE: role },
  });
  const out = openSync(join(settings.dataDir, `${role}.out`), "a", 0o600);
  child.stdout?.on("data", (piece: Buffer) => writeFileSync(out, piece));
  alive.add(child);
  child.once("exit", () => {
    alive.delete(child);
    closeSync(out);
  });
  closeSync(log);
  return child;
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("A node was not ready in time.")), PATIENCE_MS);
    let said = "";
    const listen = (piece: Buffer) => {
      said += piece.toString("utf8");
      if (!said.includes("Moothall is ready")) return;
      clearTimeout(late);
      child.stdout?.off("data", listen);
      resolve();
    };
    child.stdout?.on("data", listen);
    child.once("exit", () => {
      clearTimeout(late);
      reject(new Error("A node ended before it was ready; its messages are in its data folder."));
    });
  });
}
