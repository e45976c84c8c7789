import { spawnSync } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../../node/db/open.ts";
import { pause, until } from "../../lab/pause.ts";
import type { HistoryEntry } from "../../simulate/ledger.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Report, Run } from "../types.ts";
import { startWork } from "../work.ts";

const VOLUME = "400m";
const MB = 1024 * 1024;
/** Seconds in which people go on while there is no room. */
const FULL_SECONDS = { full: 30, short: 15, smoke: 8 };

/** The volume of PostgreSQL fills up while people write: what can be read is read, nothing acknowledged is lost. */
export const diskFull: Experiment = {
  name: "R07",
  title: "disk full under PostgreSQL",
  async run(run) {
    const volume = await mkdtemp(join(tmpdir(), "moothall-volume-"));
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${VOLUME},mode=0711`, "tmpfs", volume]);
    if (mounted.status !== 0) {
      await rm(volume, { recursive: true });
      return { figures: {}, broken: [], skipped: "a small volume cannot be mounted here: that needs root" };
    }
    try {
      const options = { names: ["somerset", "sunderland"], postgresFolder: volume };
      return await onStage(run, options, (stage) => play(run, stage, volume));
    } finally {
      spawnSync("umount", ["-l", volume]);
      await rm(volume, { recursive: true, force: true });
    }
  },
};

async function play(run: Run, stage: Stage, volume: string): Promise<Report> {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers: [4, 2],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene);
  await pause(3_000);
  const pid = stage.postgres.pid();
  const ballast = join(volume, "ballast");
  await fillUp(stage, volume, ballast);
  const full = Date.now();
  await pause(FULL_SECONDS[run.scale] * 1000);
  const freed = Date.now();
  for (const file of [ballast, `${ballast}.rest`]) await rm(file);
  await until("room again", async () => (await freeBytes(volume)) > 20 * MB);
  await pause(8_000);
  await work.end();
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 120 });
  const during = stage.ledger.history.filter((entry) => entry.at >= full && entry.at + entry.ms <= freed);
  const restarted = stage.postgres.pid() !== pid;
  const lines = faultsIn(during);
  if (restarted) lines.push("I8 PostgreSQL ended while there was no room");
  const answers = Map.groupBy(
    during,
    ({ kind, status }) => `${kind === "probe" || kind === "look" ? "read" : "write"} ${status}`,
  );
  const figures = {
    "answers while full": [...answers].map(([what, list]) => `${what}: ${list.length}`).join(", "),
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...lines, ...broken] };
}

/** Takes all room but a little that PostgreSQL then needs for itself, and lets PostgreSQL take the rest. */
async function fillUp(stage: Stage, volume: string, ballast: string): Promise<void> {
  await writeFile(ballast, Buffer.alloc(Math.max(0, (await freeBytes(volume)) - 4 * MB)));
  const sql = openDatabase(stage.site("somerset").databaseUrl, {
    connections: 1,
    owner: true,
    name: "moothall-lab",
  });
  try {
    await sql`create table ballast as select repeat(md5(n::text), 30) as text from generate_series(1, 20000) n`;
  } catch {
    // That is what it is for: there is no room left (53100).
  } finally {
    await sql.end();
  }
  // To the last byte; what does not fit is written as far as it goes.
  await writeFile(`${ballast}.rest`, Buffer.alloc((await freeBytes(volume)) + MB)).catch(() => {});
}

async function freeBytes(volume: string): Promise<number> {
  const { bavail, bsize } = await statfs(volume);
  return bavail * bsize;
}

/** Pages are read on (documents need not: the text of an activity is kept before it is first served), and whoever cannot write is told so with 503 or 507. */
function faultsIn(during: readonly HistoryEntry[]): string[] {
  const lines: string[] = [];
  const reads = during.filter(({ kind }) => kind === "probe" || kind === "look");
  const odd = reads.filter(({ status }) => status === 0 || status >= 500);
  if (odd.length > 0) lines.push(`I8 ${odd.length} of ${reads.length} reads failed while there was no room`);
  const writes = during.filter((entry) => !reads.includes(entry) && entry.status >= 500);
  if (writes.length === 0) lines.push("I8 no write was refused: the volume was never full");
  const wrong = writes.filter(({ status }) => status !== 503 && status !== 507);
  if (wrong.length > 0) lines.push(`I8 ${wrong.length} writes were answered ${wrong[0]?.status}`);
  return lines;
}
