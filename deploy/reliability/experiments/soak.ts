import type { NodeProcess } from "../../lab/node-process.ts";
import { pause } from "../../lab/pause.ts";
import { pick } from "../../lab/random.ts";
import { FAULTS } from "../faults.ts";
import { judge } from "../invariants.ts";
import { doneBy, percentile } from "../measure.ts";
import { floorOf, memoryOf, type Sample, slopeOf, warmedUp } from "../memory.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Report, Run } from "../types.ts";
import { startWork } from "../work.ts";

export interface SoakOptions {
  readonly minutes: number;
}

/** When a process has run for so long its memory should stay as it is; a part of shorter runs. */
const WARM_UP_MINUTES = 10;
const STEEPEST_MB_PER_HOUR = 5;
const SAMPLE_MS = 10_000;

/** Three nodes at work for a long time, five acts a second, and every fault of the others at random moments. */
export function soak(run: Run, options: SoakOptions): Promise<Report> {
  const names = ["somerset", "sunderland", "wiltshire"];
  return onStage(run, { names }, (stage) => play(run, stage, options));
}

async function play(run: Run, stage: Stage, { minutes }: SoakOptions): Promise<Report> {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers: [2, 2, 2],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { perSecond: 5 });
  const began = Date.now();
  const end = began + minutes * 60_000;
  const sampling = sampleMemory(stage, processes, end);
  const faults = await breakThings(run, stage, { processes, end });
  await work.end();
  const { seen, looks } = await prober.end();
  const samples = await sampling;
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 120 });
  const grown = memoryFigures(processes, samples, Math.min(WARM_UP_MINUTES, minutes / 3) * 60_000);
  const times = stage.ledger.history.map((entry) => entry.ms);
  const figures = {
    minutes,
    faults: [...faults].map(([name, times]) => `${name} ${times}`).join(", "),
    requests: times.length,
    "p50, p95 of answers (ms)": [0.5, 0.95].map((share) => percentile(times, share)).join(", "),
    ...grown.figures,
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken, ...grown.broken] };
}

/**
 * How memory went on after the warm-up, process by process. What chance may have done (two standard errors) is not
 * called growth.
 */
function memoryFigures(processes: readonly NodeProcess[], samples: readonly Sample[], warmUpMs: number) {
  const own = processes.map(({ name }) =>
    warmedUp(
      samples.filter((one) => one.name === name),
      warmUpMs,
    ),
  );
  const slopes = own.map((list) => slopeOf(floorOf(list)));
  const steep = slopes.filter(({ perHour, error }) => perHour - 2 * error > STEEPEST_MB_PER_HOUR);
  return {
    figures: {
      "memory slope of each node (MB/h)": slopes
        .map(({ perHour, error }) => `${perHour.toFixed(1)} ± ${error.toFixed(1)}`)
        .join(", "),
      "memory after the warm-up and at the end (MB)": own
        .map((list) => [list[0], list.at(-1)].map((one) => one?.mb.toFixed(0)).join(" to "))
        .join(", "),
    },
    broken: steep.map(({ perHour }) => `I8 memory grows by ${perHour.toFixed(1)} MB/h`),
  };
}

interface Breaking {
  readonly processes: readonly NodeProcess[];
  readonly end: number;
}

/** A fault every quarter to whole minute. Nodes are killed in the first third only, so that memory can be measured. */
async function breakThings(run: Run, stage: Stage, breaking: Breaking): Promise<ReadonlyMap<string, number>> {
  const done = new Map<string, number>();
  const kinds = Object.entries(FAULTS);
  const killable = Date.now() + (breaking.end - Date.now()) / 3;
  while (Date.now() < breaking.end - 30_000) {
    await pause(10_000 + run.random() * 20_000);
    const possible = Date.now() < killable ? kinds : kinds.filter(([name]) => name !== "node killed");
    const fault = pick(possible, run.random);
    if (!fault) continue;
    await fault[1](run, stage, breaking);
    done.set(fault[0], (done.get(fault[0]) ?? 0) + 1);
  }
  return done;
}

async function sampleMemory(
  stage: Stage,
  processes: readonly NodeProcess[],
  end: number,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  while (Date.now() < end && stage.died.length === 0) {
    for (const { name, pid } of processes) {
      const running = pid();
      const mb = memoryOf(running);
      if (running !== null && mb !== null) samples.push({ name, pid: running, at: Date.now(), mb });
    }
    await pause(SAMPLE_MS);
  }
  return samples;
}
