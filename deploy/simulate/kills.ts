import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareSites, type Site } from "../lab/councils.ts";
import { type NodeProcess, nodeProcess } from "../lab/node-process.ts";
import { pause } from "../lab/pause.ts";
import { type LabPostgres, startLabPostgres } from "../lab/postgres.ts";
import { randomFrom } from "../lab/random.ts";
import { compare, type Verdict } from "./check.ts";
import { openCrowd } from "./crowd.ts";
import { count, type Ledger, newLedger } from "./ledger.ts";
import { type Look, openLooks, quiet } from "./looks.ts";
import { bringNewcomer, killHalfway, shareBrought } from "./newcomer.ts";
import { begin, makeScene, openSites } from "./setup.ts";

export interface KillsOptions {
  readonly seed: number;
  /** Of each: pages, worker, PostgreSQL. */
  readonly kills: number;
  /** `main.js` of the server build. */
  readonly program: string;
  readonly say: (line: string) => void;
  /** Posts in each of two communities whose history a newcomer brings meanwhile. */
  readonly history?: number;
  /** Leaves the data folders, with what the processes said, where `say` says. */
  readonly keep?: boolean;
}

export interface KillsResult extends Verdict {
  readonly seed: number;
  readonly killed: Readonly<Record<"web" | "worker" | "postgres", number>>;
  /** Kills while the newcomer was still bringing history. */
  readonly duringHistory: number;
  /** Share of the history that the newcomer had when its worker was killed in the middle of it. */
  readonly halfway: number;
  /** Kills while an act of a kind waited for its answer. */
  readonly during: ReadonlyMap<string, number>;
  /** Processes that ended without having been killed. */
  readonly died: readonly string[];
  readonly settled: boolean;
  readonly ledger: Ledger;
  /** Milliseconds from a kill until pages are served again: of the slowest. */
  readonly slowestBack: number;
  /** Milliseconds from the last act until nothing was on its way. */
  readonly settledAfter: number;
}

/**
 * Three nodes, pages and worker as processes of their own, over one PostgreSQL; people write over HTTP and keep a
 * ledger of what was acknowledged; everything is killed with -9 again and again, at moments a seed decides. At the end
 * the ledger is compared with all three nodes.
 */
export async function runKills(options: KillsOptions): Promise<KillsResult> {
  const folder = await mkdtemp(join(tmpdir(), "moothall-kills-"));
  const postgres = await startLabPostgres(folder);
  const running: { stop(): Promise<void> }[] = [];
  try {
    const names = ["sunderland", "somerset", "wiltshire"];
    const sites = await prepareSites({ names, postgres, folder });
    return await play(options, { sites, postgres, running });
  } finally {
    await Promise.all(running.map((process) => process.stop()));
    await postgres.stop();
    if (options.keep) options.say(`Left for a look: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

interface Stage {
  readonly sites: readonly Site[];
  readonly postgres: LabPostgres;
  /** Stopped at the end, whatever happens. */
  readonly running: { stop(): Promise<void> }[];
}

async function play(options: KillsOptions, { sites, postgres, running }: Stage): Promise<KillsResult> {
  const { seed, say } = options;
  const died: string[] = [];
  const lost = (how: string) => {
    died.push(how);
    say(how);
  };
  const nodes = await openSites(sites);
  say(`Seed ${seed}. Making people and history …`);
  const scene = await makeScene(nodes, sites, { communities: 2, posts: options.history ?? 250 });
  const processes = sites.flatMap((site) =>
    (["web", "worker"] as const).map((role) =>
      nodeProcess({ program: options.program, role, settings: site.settings, lost }),
    ),
  );
  running.push(...processes);
  await Promise.all(processes.map((process) => process.start()));
  await begin(nodes, scene);
  for (const node of nodes.values()) await node.stop();
  const ledger = newLedger();
  ledger.approvedBefore = scene.writers.length;
  const crowd = await openCrowd(scene, ledger, { seed, failed: lost });
  say("Everybody writes, and the killing begins.");
  const killer = await killAll(options, { processes, postgres, sites, ledger });
  await crowd.end();
  const ended = Date.now();
  const looks = await openLooks(sites, [scene.groupIri, ...scene.historyIris]);
  const settled = await quiet(looks, 900_000);
  const verdict = await compare(ledger, looks, scene.groupIri);
  await closeLooks(looks);
  return { ...verdict, ...killer, seed, died, settled, ledger, settledAfter: Date.now() - ended };
}

async function closeLooks(looks: readonly Look[]): Promise<void> {
  for (const { sql } of looks) await sql.end();
}

interface Targets {
  readonly processes: readonly NodeProcess[];
  readonly postgres: LabPostgres;
  readonly sites: readonly Site[];
  readonly ledger: Ledger;
}

type Killed = Pick<KillsResult, "killed" | "duringHistory" | "halfway" | "during" | "slowestBack">;

async function killAll({ seed, kills, say }: KillsOptions, targets: Targets): Promise<Killed> {
  const random = randomFrom(seed * 31 + 7);
  const killed = { web: 0, worker: 0, postgres: 0 };
  const kinds = Array.from({ length: kills }, () => ["web", "worker", "postgres"] as const).flat();
  const order = kinds.map((kind) => ({ kind, turn: random() })).sort((a, b) => a.turn - b.turn);
  let duringHistory = 0;
  let halfway = 0;
  const during = new Map<string, number>();
  let slowestBack = 0;
  const newcomerAt = Math.floor(order.length / 3);
  for (const [index, { kind }] of order.entries()) {
    if (index === newcomerAt) {
      await bringNewcomer(targets.sites, say);
      halfway = await killHalfway(targets.processes, targets.sites);
      killed.worker++;
    }
    await pause(50 + random() * 450);
    if (index >= newcomerAt && (await shareBrought(targets.sites)) < 1) duringHistory++;
    for (const [kind, waiting] of targets.ledger.underWay) if (waiting > 0) count(during, kind);
    const began = Date.now();
    await killOne(kind, targets, random);
    slowestBack = Math.max(slowestBack, Date.now() - began);
    killed[kind]++;
    if ((index + 1) % 10 === 0) say(`${index + 1} of ${order.length} kills.`);
  }
  await pause(1_000);
  return { killed, duringHistory, halfway, during, slowestBack };
}

async function killOne(
  kind: "web" | "worker" | "postgres",
  { processes, postgres }: Targets,
  random: () => number,
): Promise<void> {
  if (kind === "postgres") {
    const before = postgres.pid();
    postgres.kill();
    while (postgres.pid() === before || postgres.pid() === null) await pause(50);
    return;
  }
  const some = processes.filter((process) => process.name.endsWith(kind));
  const victim = some[Math.floor(random() * some.length)];
  await victim?.kill();
  await victim?.start();
}
