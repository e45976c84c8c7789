import type { NodeProcess } from "../../lab/node-process.ts";
import { pause } from "../../lab/pause.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const SCALES = {
  full: { kills: 20, posts: 500, activities: 1_000 },
  short: { kills: 20, posts: 200, activities: 400 },
  smoke: { kills: 3, posts: 30, activities: 60 },
};

const NAMES = ["somerset", "sunderland", "wiltshire", "kirklees"];

/** The community's home dies again and again while it hands on what its own people write to three councils. */
export const senderKilled: Experiment = {
  name: "R01",
  title: "kill -9 the sending node during fan-out",
  run: (run) => onStage(run, { names: NAMES }, (stage) => play(run, stage, { writers: [4, 0, 0, 0] })),
};

/** The community's home dies again and again while letters of three councils come in. */
export const receiverKilled: Experiment = {
  name: "R02",
  title: "kill -9 the receiving node during inbox handling",
  run: (run) => onStage(run, { names: NAMES }, (stage) => play(run, stage, { writers: [0, 2, 2, 2] })),
};

async function play(run: Run, stage: Stage, { writers }: { readonly writers: readonly number[] }) {
  const scale = SCALES[run.scale];
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers,
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { posts: writers[0] ? scale.posts : scale.activities / 2 });
  const [home] = processes;
  const killed = home ? await killAgain(run, home, scale.kills) : 0;
  await work.done;
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 30 });
  const figures = {
    kills: killed,
    posts: stage.ledger.posts.length,
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken] };
}

/** At random moments from 50 to 500 ms after it is there again. */
async function killAgain(run: Run, process: NodeProcess, kills: number): Promise<number> {
  const waits = Array.from({ length: kills }, () => 50 + run.random() * 450);
  for (const wait of waits) {
    await pause(wait);
    await process.kill();
    await process.start();
  }
  return kills;
}
