import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const SCALES = {
  full: { posts: 500, delayMs: 2_000 },
  short: { posts: 150, delayMs: 2_000 },
  smoke: { posts: 30, delayMs: 100 },
};

/** The community is for members only. Every way between the nodes is slow, breaks off, and loses answers to what was done; then it is good again. */
export const badRoad: Experiment = {
  name: "R12",
  title: "delay, resets, half answers after commit",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    level: "closed",
    writers: [1, 2, 2],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const { posts, delayMs } = SCALES[run.scale];
  const prober = startProber(stage, scene);
  for (const link of stage.links()) link.set({ delayMs, resets: 0.2, halves: 0.1 });
  const work = await startWork(stage, scene, { posts });
  await work.done;
  for (const link of stage.links()) link.set({});
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 120 });
  const harm = stage.links().map((link) => link.harm());
  const figures = {
    posts: stage.ledger.posts.length,
    "connections reset": harm.reduce((sum, { reset }) => sum + reset, 0),
    "answers halved": harm.reduce((sum, { halved }) => sum + halved, 0),
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken] };
}
