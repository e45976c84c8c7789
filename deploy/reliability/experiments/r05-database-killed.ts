import { pause, until } from "../../lab/pause.ts";
import { judge } from "../invariants.ts";
import { backAfter, doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const KILLS = { full: 8, short: 8, smoke: 2 };
/** Pages are read again within so many milliseconds of a kill. */
const BACK_MS = 5_000;

/** Kills PostgreSQL under eight people who write: nothing that was acknowledged is lost, no process of a node ends. */
export const databaseKilled: Experiment = {
  name: "R05",
  title: "kill -9 PostgreSQL",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers: [2, 3, 3],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene);
  const kills: number[] = [];
  for (let kill = 0; kill < KILLS[run.scale]; kill++) {
    await pause(2_000 + run.random() * 2_000);
    const before = stage.postgres.pid();
    kills.push(Date.now());
    stage.postgres.kill();
    await until("PostgreSQL is back", async () => ![null, before].includes(stage.postgres.pid()));
  }
  await pause(BACK_MS);
  await work.end();
  const { seen, looks } = await prober.end();
  const back = kills.map((moment) => backAfter(stage.ledger.history, moment) ?? Number.POSITIVE_INFINITY);
  const slow = back.filter((ms) => ms > BACK_MS).map((ms) => `I8 pages were read again only after ${ms} ms`);
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 60 });
  return {
    figures: {
      kills: kills.length,
      "read again after (ms)": back.map(Math.round).join(" "),
      "settled after (ms)": settledMs ?? "never",
      looks,
      acts: doneBy(stage.ledger),
    },
    broken: [...seen, ...slow, ...broken],
  };
}
