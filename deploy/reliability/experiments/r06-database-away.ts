import { openClient } from "../../lab/client.ts";
import { pause } from "../../lab/pause.ts";
import { tryOnce } from "../../simulate/insist.ts";
import type { HistoryEntry } from "../../simulate/ledger.ts";
import { judge } from "../invariants.ts";
import { doneBy, percentile } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

/** Seconds. */
const SCALES = {
  full: { frozen: 60, refused: 300 },
  short: { frozen: 30, refused: 45 },
  smoke: { frozen: 14, refused: 8 },
};
const LONGEST_MS = 10_000;
const SIGNAL_MS = 5_000;
const BETWEEN_MS = 8_000;

/** PostgreSQL is restarted, hangs, and is away: clients are told so at once, and watchers see red and then green. */
export const databaseAway: Experiment = {
  name: "R06",
  title: "PostgreSQL restarted, frozen, refusing",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers: [2, 1, 1],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const watch = startWatch(stage);
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { perSecond: 4 });
  await pause(2_000);
  const from = Date.now();
  const outages = await breakDatabase(run, stage);
  await work.end();
  const { seen, looks } = await prober.end();
  await watch.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 60 });
  const history = stage.ledger.history.filter((entry) => entry.at >= from);
  const signals = outages.flatMap((one) => stage.sites.map(({ name }) => signalOf(stage, one, name)));
  const figures = {
    ...answersIn(history),
    "red after, green after (ms)": signals.map(({ red, green }) => `${red}/${green}`).join(" "),
    "settled after (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  const told = signals.flatMap((signal) => signal.broken);
  return { figures, broken: [...seen, ...faultsIn(history), ...told, ...broken] };
}

async function breakDatabase(run: Run, { postgres }: Stage): Promise<readonly Outage[]> {
  const { frozen, refused } = SCALES[run.scale];
  postgres.restart();
  await pause(BETWEEN_MS);
  const freezing = { begin: () => postgres.freeze(), end: () => postgres.thaw() };
  const first = await outage("frozen", frozen, freezing);
  await pause(BETWEEN_MS);
  const refusing = { begin: () => postgres.refuse(), end: () => postgres.admit() };
  const second = await outage("refused", refused, refusing);
  await pause(BETWEEN_MS);
  return [first, second];
}

function answersIn(history: readonly HistoryEntry[]) {
  const answers = Map.groupBy(history, (entry) => entry.status);
  const outages = (answers.get(503) ?? []).map((entry) => entry.ms);
  return {
    answers: [...answers].map(([status, list]) => `${status}: ${list.length}`).join(", "),
    "slowest answer (ms)": Math.max(...history.map((entry) => entry.ms)),
    "p95 of 503 (ms)": percentile(outages, 0.95),
  };
}

interface Outage {
  readonly what: string;
  readonly began: number;
  readonly ended: number;
}

async function outage(
  what: string,
  seconds: number,
  fault: { readonly begin: () => unknown; readonly end: () => unknown },
): Promise<Outage> {
  const began = Date.now();
  await fault.begin();
  await pause(seconds * 1000);
  await fault.end();
  return { what, began, ended: Date.now() };
}

/** Whoever watches over the nodes: asks each four times a second whether it is ready. */
function startWatch({ sites, ledger }: Stage): { end(): Promise<void> } {
  let ending = false;
  const loops = sites.map(async ({ name, origin }) => {
    const client = openClient(origin);
    while (!ending) {
      await tryOnce(ledger, `ready ${name}`, () => client.get("/readyz"));
      await pause(250);
    }
    client.close();
  });
  return {
    async end() {
      ending = true;
      await Promise.all(loops);
    },
  };
}

function signalOf({ ledger }: Stage, { what, began, ended }: Outage, site: string) {
  const asked = ledger.history.filter(({ kind }) => kind === `ready ${site}`);
  const told = ({ at, ms }: HistoryEntry) => at + ms;
  const red = asked.find((entry) => told(entry) > began && entry.status === 503);
  const green = asked.find((entry) => entry.at >= ended && entry.status === 200);
  const redMs = red ? told(red) - began : Number.POSITIVE_INFINITY;
  const greenMs = green ? told(green) - ended : Number.POSITIVE_INFINITY;
  const broken: string[] = [];
  if (redMs > SIGNAL_MS) broken.push(`I8 ${site} said it was not ready ${redMs} ms after it was ${what}`);
  if (greenMs > SIGNAL_MS)
    broken.push(`I8 ${site} said it was ready ${greenMs} ms after it was ${what} no more`);
  return { red: redMs, green: greenMs, broken };
}

/** No answer may take longer than ten seconds, and whoever cannot be served is told when to come again. */
function faultsIn(history: readonly HistoryEntry[]): readonly string[] {
  const lines = history.flatMap(({ kind, ms, status, retryAfter }) => {
    if (kind.startsWith("ready")) return [];
    if (status === 0) return [`${kind}: no answer`];
    if (ms > LONGEST_MS) return [`${kind}: answered after more than ${LONGEST_MS} ms`];
    if (status >= 500 && status !== 503) return [`${kind}: answered ${status}`];
    return status === 503 && retryAfter === null ? [`${kind}: 503 without Retry-After`] : [];
  });
  const counts = Map.groupBy(lines, (line) => line);
  return [...counts].map(([line, times]) => `I8 ${line}, ${times.length} times`);
}
