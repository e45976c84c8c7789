import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../node/db/embedded-server.ts";
import { type Balancer, openBalancer } from "../../lab/balancer.ts";
import type { Site } from "../../lab/councils.ts";
import type { NodeProcess } from "../../lab/node-process.ts";
import { pause } from "../../lab/pause.ts";
import { pick } from "../../lab/random.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const SCALES = {
  full: { rounds: 5, kills: 10 },
  short: { rounds: 2, kills: 4 },
  smoke: { rounds: 1, kills: 2 },
};
/** A process that is told to end answers what it has begun, and has ended after so long. */
const DRAIN_MS = 10_000;

/** Two processes for pages and two for work: each is restarted in turn, then some are killed; nobody notices. */
export const rolling: Experiment = {
  name: "R19",
  title: "two web and two worker processes: rolling restart, kills",
  run: (run) => onStage(run, { names: ["somerset", "sunderland"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const home = stage.site("somerset");
  const webs = [await apart(home, "web1"), await apart(home, "web2")];
  const processes = [
    ...webs.map((site) => stage.process(site, "web")),
    ...["worker1", "worker2"].map((name) =>
      stage.process({ ...home, settings: inFolder(home, name) }, "worker"),
    ),
  ];
  const balancer = await openBalancer(portOf(home), webs.map(portOfSettings));
  stage.atEnd(() => balancer.close());
  const other = stage.process(stage.site("sunderland"));
  const scene = await setScene(stage, {
    writers: [3, 1],
    start: () => Promise.all([...processes, other].map((process) => process.start())),
  });
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { perSecond: 10 });
  balancer.takeFailed();
  const scale = SCALES[run.scale];
  const drained = await restartInTurn(processes, scale.rounds);
  await pause(1_000);
  const rollingFailed = balancer.takeFailed();
  const killFailed = await killSome(run, { processes, balancer }, scale.kills);
  await work.end();
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 60 });
  const lines = faultsIn(rollingFailed, killFailed, drained);
  const figures = {
    "restarted, killed": `${scale.rounds * processes.length}, ${scale.kills}`,
    requests: stage.ledger.history.length,
    "failed in the rolling restart": `${rollingFailed.reads} reads, ${rollingFailed.writes} writes`,
    "failed in kills": `${killFailed.reads} reads, ${killFailed.writes} writes under way (sent again)`,
    "slowest end after SIGTERM (ms)": drained,
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...lines, ...broken] };
}

type Failed = ReturnType<Balancer["takeFailed"]>;

function faultsIn(restarting: Failed, killing: Failed, drained: number): readonly string[] {
  const failed = restarting.reads + restarting.writes;
  const lines = failed > 0 ? [`I8 ${failed} requests failed in the rolling restart`] : [];
  if (killing.reads > 0) lines.push(`I8 ${killing.reads} reads failed in kills`);
  if (drained > DRAIN_MS + 2_000) lines.push(`I8 a process took ${drained} ms to end`);
  return lines;
}

async function apart(site: Site, name: string): Promise<Site> {
  return { ...site, settings: { ...inFolder(site, name), port: await freePort() } };
}

/** Settings and messages of its own; the files that people add are those of all processes of the node. */
function inFolder({ settings }: Site, name: string): Site["settings"] {
  const [dataDir, files] = [join(settings.dataDir, name), join(settings.dataDir, "files")];
  for (const folder of [dataDir, files]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  symlinkSync(files, join(dataDir, "files"));
  return { ...settings, dataDir };
}

function portOf({ origin }: Site): number {
  return Number(new URL(origin).port);
}

function portOfSettings({ settings }: Site): number {
  return Number(settings.port);
}

/** SIGTERM and start again, one after the other; milliseconds of the slowest end. */
async function restartInTurn(processes: readonly NodeProcess[], rounds: number): Promise<number> {
  let slowest = 0;
  for (let round = 0; round < rounds; round++)
    for (const process of processes) {
      const began = Date.now();
      await process.stop();
      slowest = Math.max(slowest, Date.now() - began);
      await process.start();
    }
  return slowest;
}

interface Targets {
  readonly processes: readonly NodeProcess[];
  readonly balancer: Balancer;
}

async function killSome(run: Run, { processes, balancer }: Targets, kills: number) {
  for (let kill = 0; kill < kills; kill++) {
    await pause(500 + run.random() * 1_000);
    const victim = pick(processes, run.random);
    await victim?.kill();
    await victim?.start();
  }
  return balancer.takeFailed();
}
