import { pause } from "../../lab/pause.ts";
import { insideNode, type LabClock, labClock } from "../inside.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { handOver, type Letter, type Postbox, signedAt } from "../postbox.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const SCALES = {
  full: { activities: 2_000, rounds: 8 },
  short: { activities: 400, rounds: 4 },
  smoke: { activities: 60, rounds: 2 },
};
const COPIES = 5;
/** So many arrive at the same moment: order is nowhere, and nobody waits for another. */
const AT_ONCE = 8;
const SAME_MOMENT_MS = 60_000;
/** Signatures are good for an hour. */
const LONGEST_DELAY_MS = 55 * 60_000;

/** Every delivery arrives five times, in any order, up to an hour late by the nodes' clocks. */
export const shuffled: Experiment = {
  name: "R13",
  title: "every delivery five times, shuffled, up to an hour late",
  run: (run) =>
    onStage(run, { names: ["somerset", "sunderland", "wiltshire"], postboxes: true }, (stage) =>
      play(run, stage),
    ),
};

async function play(run: Run, stage: Stage) {
  const clock = labClock();
  const nodes = stage.sites.map((site) => insideNode(stage, site, clock));
  const scene = await setScene(stage, {
    clock,
    writers: [1, 2, 2],
    start: () => Promise.all(nodes.map((node) => node.start())),
  });
  const scale = SCALES[run.scale];
  const prober = startProber(stage, scene);
  const boxes = stage.postboxes();
  const done = new Map<Postbox, number>(boxes.map((box) => [box, box.letters.length]));
  for (const box of boxes) box.hold(true);
  const answers = new Map<string, number>();
  const road = { run, clock, boxes, done, answers };
  for (let round = 0; round < scale.rounds; round++) {
    const work = await startWork(stage, scene, { posts: scale.activities / 2 / scale.rounds });
    await work.done;
    await pause(2_000);
    await handOverShuffled(road);
  }
  // What was sent in answer to the last of it, until nothing is.
  for (let quiet = 0; quiet < 2; ) {
    await pause(3_000);
    quiet = (await handOverShuffled(road)) === 0 ? quiet + 1 : 0;
  }
  for (const box of boxes) box.hold(false);
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 60, shuffled: true });
  const figures = {
    deliveries: boxes.reduce((sum, box) => sum + box.letters.length, 0),
    "answers to the copies": [...answers].map(([status, times]) => `${status}: ${times}`).join(", "),
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken] };
}

interface Road {
  readonly run: Run;
  readonly clock: LabClock;
  readonly boxes: readonly Postbox[];
  /** How many of its letters are handed on. */
  readonly done: Map<Postbox, number>;
  readonly answers: Map<string, number>;
}

interface Copy {
  readonly letter: Letter;
  /** By the nodes' clocks. */
  readonly at: number;
}

/** Hands on what was sent and is sent meanwhile, five times each, at random moments of the hour after it was signed. */
async function handOverShuffled({ run, clock, boxes, done, answers }: Road): Promise<number> {
  const waiting: Copy[] = [];
  let handed = 0;
  for (;;) {
    for (const letter of boxes.flatMap((box) => freshIn(box, done)))
      for (let copy = 0; copy < COPIES; copy++)
        waiting.push({ letter, at: signedAt(letter) + run.random() * LONGEST_DELAY_MS });
    waiting.sort((a, b) => b.at - a.at);
    const first = waiting.at(-1);
    if (!first) return handed;
    const last = waiting.splice(-AT_ONCE);
    const [next = [], later = []] = [true, false].map((now) =>
      last.filter(({ at }) => at < first.at + SAME_MOMENT_MS === now),
    );
    waiting.push(...later);
    clock.advance(Math.max(0, first.at - clock.now().getTime()));
    for (const status of await Promise.all(next.map(({ letter }) => handOverOnce(letter, clock))))
      answers.set(String(status), (answers.get(String(status)) ?? 0) + 1);
    handed += next.length;
    // A moment in which the nodes may answer what they were told.
    await pause(20);
  }
}

function freshIn(box: Postbox, done: Map<Postbox, number>): readonly Letter[] {
  const fresh = box.letters.slice(done.get(box) ?? 0);
  done.set(box, box.letters.length);
  return fresh;
}

/** Again while the receiver asks for patience: the sender was told that it is taken. */
async function handOverOnce(letter: Letter, clock: LabClock): Promise<number> {
  for (let tries = 0; ; tries++) {
    const status = await handOver(letter);
    const again = status === 0 || status === 429 || status === 503;
    if (!again || tries > 20) return status;
    clock.advance(1_000);
  }
}
