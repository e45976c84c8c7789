import { openDatabase } from "../../../node/db/open.ts";
import { pause } from "../../lab/pause.ts";
import { insideNode, labClock } from "../inside.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const POSTS = { full: 5_000, short: 400, smoke: 48 };
const HALF_DAYS = 16;
const HALF_DAY_MS = 12 * 3_600_000;

/** A council is away for eight days while the others write in a community for members only; then it catches up by the log. */
export const peerAway: Experiment = {
  name: "R10",
  title: "a peer down for eight days",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const clock = labClock();
  const nodes = stage.sites.map((site) => insideNode(stage, site, clock));
  const scene = await setScene(stage, {
    level: "closed",
    clock,
    writers: [2, 2, 1],
    start: () => Promise.all(nodes.map((node) => node.start())),
  });
  const prober = startProber(stage, scene);
  await nodes[2]?.stop();
  for (let half = 0; half < HALF_DAYS; half++) {
    const work = await startWork(stage, scene, {
      posts: POSTS[run.scale] / HALF_DAYS,
      sites: ["somerset", "sunderland"],
    });
    await work.done;
    clock.advance(HALF_DAY_MS);
    await pause(1_500);
  }
  const parked = await isParked(stage);
  await nodes[2]?.start();
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 600 });
  const figures = {
    posts: stage.ledger.posts.length,
    "lane parked meanwhile": parked ? "yes" : "no",
    "caught up after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  const lanes = parked ? [] : ["I8 the lane to a node that was away for eight days was not parked"];
  return { figures, broken: [...seen, ...lanes, ...broken] };
}

async function isParked(stage: Stage): Promise<boolean> {
  const sql = openDatabase(stage.site("somerset").databaseUrl, { connections: 1, owner: true });
  try {
    const [row] = await sql<{ parked: boolean }[]>`
      select parked is not null as parked from lanes where origin = ${stage.site("wiltshire").origin}`;
    return row?.parked ?? false;
  } finally {
    await sql.end();
  }
}
