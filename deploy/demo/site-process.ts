import { type ChildProcess, fork } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import type { Order, Report } from "./child.ts";

/** What a site's process is started with. */
export interface SiteOptions {
  /** This very program. */
  readonly program: string;
  readonly order: Extract<Order, { kind: "start" }>;
  readonly says: (line: string) => void;
  /** It ended although nobody stopped it. */
  readonly lost: () => void;
}

export interface SiteProcess {
  isRunning(): boolean;
  /** Resolves when it answers; throws with why it does not. Does nothing to one that runs. */
  start(): Promise<void>;
  /** Lets it end what it is doing, and ends it after 20 s. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 20_000;

/** One site of the demo, run by a process of its own that can be stopped and started. */
export function siteProcess(options: SiteOptions): SiteProcess {
  let child: ChildProcess | null = null;
  return {
    isRunning: () => child !== null,
    async start() {
      if (child) return;
      const begun = spawnSite(options);
      child = begun;
      begun.once("exit", () => {
        if (child !== begun) return;
        child = null;
        options.lost();
      });
      await ready(begun, options);
    },
    async stop() {
      const ending = child;
      child = null;
      if (ending) await end(ending);
    },
  };
}

function spawnSite({ program, order }: SiteOptions): ChildProcess {
  mkdirSync(order.place.dataDir, { recursive: true, mode: 0o700 });
  const log = openSync(join(order.place.dataDir, "site.log"), "a", 0o600);
  const child = fork(program, ["site"], {
    execArgv: process.execArgv,
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  child.send(order satisfies Order);
  return child;
}

function ready(child: ChildProcess, { says }: SiteOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("message", (report: Report) => {
      if (report.kind === "ready") resolve();
      if (report.kind === "failed") reject(new Error(report.why));
      if (report.kind === "says") says(report.line);
    });
    child.once("error", reject);
    child.once("exit", () =>
      reject(new Error("It ended before it was ready; its messages are in site.log.")),
    );
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.send({ kind: "stop" } satisfies Order);
  const force = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await ended;
  clearTimeout(force);
}
