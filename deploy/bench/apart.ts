import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type NodeProcess, nodeProcess } from "../lab/node-process.ts";

/** A node as a program of its own, so that what it costs can be told from what asks it. */
export interface Apart extends AsyncDisposable {
  readonly origin: string;
  /** Its database, for the owner. */
  readonly databaseUrl: string;
  /** Its metrics as Prometheus reads them; empty where it offers none. */
  metrics(): Promise<string>;
  /** Processor time it has used, in milliseconds. */
  cpu(): number;
  /** Processor time that PostgreSQL has used, in milliseconds; 0 where the system does not tell. */
  postgresCpu(): number;
  /** Memory of the program alone (PSS), in MiB; cheap enough to be asked often. */
  ownMemory(): number;
  /** Memory of the program and of PostgreSQL, each page shared by several counted in parts (PSS), in MiB; 0 where not told. */
  memory(): { readonly program: number; readonly postgres: number };
}

export interface ApartOptions {
  readonly role: "all" | "web" | "worker";
  /** Settings in the shape of the file of settings. */
  readonly settings: Readonly<Record<string, unknown>> & {
    readonly dataDir: string;
    readonly origin: string;
    readonly databaseUrl: string;
    readonly metricsPort?: number;
  };
  readonly postgresPid: number | null;
}

/**
 * Starts the built server on a prepared database. With MOOTHALL_BENCH_PROFILE, a folder, it writes there where its
 * processor time went (`.cpuprofile`).
 */
export async function startApart({ role, settings, postgresPid }: ApartOptions): Promise<Apart> {
  const folder = process.env.MOOTHALL_BENCH_PROFILE;
  const program: NodeProcess = nodeProcess({
    program: resolve("dist/server/main.js"),
    role,
    settings,
    nodeArguments: folder ? ["--cpu-prof", `--cpu-prof-dir=${resolve(folder)}`] : [],
    lost: (how) => console.error(how),
  });
  await program.start();
  const pid = program.pid() ?? 0;
  return {
    origin: settings.origin,
    databaseUrl: settings.databaseUrl,
    metrics: async () =>
      settings.metricsPort === undefined
        ? ""
        : (await fetch(`http://127.0.0.1:${settings.metricsPort}/metrics`)).text(),
    cpu: () => cpuOf(pid),
    postgresCpu: () =>
      postgresPid === null ? 0 : familyOf(postgresPid).reduce((sum, one) => sum + cpuOf(one), 0),
    ownMemory: () => pssOf(pid),
    memory: () => ({
      program: pssOf(pid),
      postgres: postgresPid === null ? 0 : familyOf(postgresPid).reduce((sum, one) => sum + pssOf(one), 0),
    }),
    [Symbol.asyncDispose]: () => program.stop(),
  };
}

/** Of a process and those children that ended, in milliseconds. */
function cpuOf(pid: number): number {
  if (process.platform !== "linux") return psTime(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // utime, stime and those of ended children (fields 14 to 17), in hundredths of a second.
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
  } catch {
    return 0;
  }
}

function psTime(pid: number): number {
  const parts = execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" })
    .trim()
    .split(":");
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
}

/** A process and its children. */
function familyOf(parent: number): readonly number[] {
  if (process.platform !== "linux") return [parent];
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === parent);
  return [parent, ...children.map(Number)];
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(join("/proc", pid, "stat"), "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return 0;
  }
}

function pssOf(pid: number): number {
  try {
    const [, kib] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return Number(kib ?? 0) / 1024;
  } catch {
    return 0;
  }
}
