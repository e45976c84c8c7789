import { pause } from "../../lab/pause.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

/** Seconds of each kind of parting; posts are written on both sides all the while. */
const SCALES = {
  full: { cut: 600, oneWay: 60, flapping: 60, posts: 300 },
  short: { cut: 60, oneWay: 30, flapping: 30, posts: 300 },
  smoke: { cut: 6, oneWay: 6, flapping: 8, posts: 45 },
};
const FLAP_MS = 2_000;

/** The home and a council cannot reach each other, then only one way, then now and then; both sides go on writing. */
export const partition: Experiment = {
  name: "R11",
  title: "partition, one-way partition, flapping",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers: [2, 2, 1],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const scale = SCALES[run.scale];
  const prober = startProber(stage, scene);
  // So many acts that the posts are spread over the whole time; about half of all acts are posts.
  const perSecond = (2.2 * scale.posts) / (scale.cut + scale.oneWay + scale.flapping);
  const work = await startWork(stage, scene, { posts: scale.posts, perSecond: Math.max(2, perSecond) });
  const there = stage.link("somerset", "sunderland");
  const back = stage.link("sunderland", "somerset");
  for (const link of [there, back]) link.set({ way: "cut" });
  await pause(scale.cut * 1000);
  back.set({});
  there.set({ way: "silent" });
  await pause(scale.oneWay * 1000);
  for (let open = false, left = scale.flapping * 1000; left > 0; left -= FLAP_MS, open = !open) {
    for (const link of [there, back]) link.set({ way: open ? "open" : "cut" });
    await pause(FLAP_MS);
  }
  for (const link of [there, back]) link.set({});
  await work.end();
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 60 });
  const harm = [there, back].map((link) => link.harm());
  const figures = {
    posts: stage.ledger.posts.length,
    "connections reset": harm.map(({ reset }) => reset).join(" + "),
    "pieces swallowed": harm.map(({ swallowed }) => swallowed).join(" + "),
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken] };
}
