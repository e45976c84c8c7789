import { pause } from "../../lab/pause.ts";
import { FAULTS } from "../faults.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Report, Run } from "../types.ts";
import { startWork } from "../work.ts";

/** Minutes in which everything is to be everywhere: a guard, since this one is run where others work too. */
const WITHIN_SECONDS = 600;

/** Every fault once in a community for members only, one after the other on one stage, in an order that the seed decides. */
export const eachOnce: Experiment = {
  name: "SMOKE",
  title: "every fault once",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage): Promise<Report> {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    level: "closed",
    writers: [1, 2, 1],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { perSecond: 8 });
  const order = Object.entries(FAULTS)
    .map((fault) => ({ fault, turn: run.random() }))
    .sort((a, b) => a.turn - b.turn);
  for (const { fault } of order) {
    await pause(500 + run.random() * 500);
    await fault[1](run, stage, { processes });
  }
  await work.end();
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: WITHIN_SECONDS });
  const figures = {
    faults: order.map(({ fault }) => fault[0]).join(", "),
    posts: stage.ledger.posts.length,
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken] };
}
