import { openDatabase } from "../../../node/db/open.ts";
import type { Site } from "../../lab/councils.ts";
import { pause } from "../../lab/pause.ts";
import { insideNode, type LabClock, labClock } from "../inside.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { handOver, type Letter } from "../postbox.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const ACTIVITIES = { full: 2_000, short: 400, smoke: 60 };
const DAY_MS = 24 * 3_600_000;

/** All that the nodes sent each other is sent again, at once and the next day: nothing changes anywhere. */
export const replayed: Experiment = {
  name: "R14",
  title: "replay of all traffic of yesterday",
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
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { posts: ACTIVITIES[run.scale] / 2 });
  await work.done;
  // Before the replay: who looks leaves traces of it, and then no row may change.
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 60 });
  await pause(3_000);
  const letters = stage.postboxes().flatMap((box) => [...box.letters]);
  const { replays, changed } = await replayTwice(stage, letters, clock);
  const figures = {
    deliveries: letters.length,
    "answers to the replay": replays.join("; "),
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...broken, ...changed] };
}

async function replayTwice(stage: Stage, letters: readonly Letter[], clock: LabClock) {
  const replays: string[] = [];
  const changed: string[] = [];
  for (const [when, ms] of [
    ["at once", 0],
    ["the next day", DAY_MS],
  ] as const) {
    clock.advance(ms);
    // What is due by the clock alone is done first.
    if (ms > 0) await pause(8_000);
    const before = await Promise.all(stage.sites.map(rowsOf));
    const answers = await replayAll(letters, clock.advance);
    await pause(3_000);
    const after = await Promise.all(stage.sites.map(rowsOf));
    for (const [index, { name }] of stage.sites.entries())
      changed.push(
        ...differences(before[index], after[index]).map((line) => `I2 replayed ${when}: ${line} on ${name}`),
      );
    replays.push(`${when} ${[...answers].map(([status, times]) => `${status}: ${times}`).join(", ")}`);
  }
  return { replays, changed };
}

async function replayAll(
  letters: readonly Letter[],
  advance: (ms: number) => void,
): Promise<ReadonlyMap<number, number>> {
  const answers = new Map<number, number>();
  for (const letter of letters) {
    let status = await handOver(letter);
    for (let tries = 0; status === 429 && tries < 50; tries++) {
      advance(500);
      status = await handOver(letter);
    }
    answers.set(status, (answers.get(status) ?? 0) + 1);
  }
  return answers;
}

/** When others were last heard of, asked and reached; how far readers of the record are; that a process lives. */
const MOVING = ["peers", "lanes", "consumers", "processes"];
/** What is read again at its home, as it is there now, when a word comes that it changed. */
const READ_AGAIN = ["actors", "communities"];

type Rows = Readonly<Record<string, string>>;

/** Every table with how many rows it has and a sum over all that stands in them. */
async function rowsOf({ databaseUrl }: Site): Promise<Rows> {
  const sql = openDatabase(databaseUrl, { connections: 1, owner: true, name: "moothall-lab" });
  try {
    const tables = await sql<{ name: string }[]>`
      select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
    const rows: Record<string, string> = {};
    for (const { name } of tables.filter((table) => !MOVING.includes(table.name))) {
      const content = READ_AGAIN.includes(name)
        ? "to_jsonb(t) - '{updated,fetched,document,last_activity,members,councils}'::text[]"
        : "t";
      const [row] = await sql.unsafe<{ sum: string }[]>(
        `select count(*) || ' rows, ' || coalesce(sum(hashtextextended((${content})::text, 0)::numeric), 0) as sum from ${name} t`,
      );
      rows[name] = row?.sum ?? "";
    }
    return rows;
  } finally {
    await sql.end();
  }
}

function differences(before: Rows = {}, after: Rows = {}): readonly string[] {
  return Object.keys(after)
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} from ${before[name]} to ${after[name]}`);
}
