import { randomFrom } from "../lab/random.ts";
import type { Experiment, Report, Run } from "./types.ts";

/** One line of the table at the end. */
export interface Performed extends Report {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  readonly seconds: number;
}

/** Runs one experiment with a seed; an error that nobody expected is a broken promise too. */
export async function perform(experiment: Experiment, options: Omit<Run, "random">): Promise<Performed> {
  const { name, title } = experiment;
  const { seed, say } = options;
  say(`${name} seed ${seed} (${options.scale}): ${title} …`);
  const began = Date.now();
  const report = await experiment
    .run({ ...options, random: randomFrom(seed * 31 + 7) })
    .catch((error): Report => ({ figures: {}, broken: [`it failed: ${error?.stack ?? error}`] }));
  return { ...report, name, title, seed, seconds: Math.round((Date.now() - began) / 1000) };
}

/** What came of one, in lines. */
export function describe(done: Performed): string {
  const figures = Object.entries(done.figures).map(([name, value]) => `  ${name}: ${value}`);
  const broken = done.broken.slice(0, 40).map((line) => `  BROKEN ${line}`);
  return [
    `${verdictOf(done)} ${done.name} seed ${done.seed}, ${done.seconds} s`,
    ...figures,
    ...broken,
    "",
  ].join("\n");
}

/** All of them in a table. */
export function tableOf(all: readonly Performed[]): string {
  const rows = all.map((done) =>
    [
      done.name.padEnd(6),
      String(done.seed).padEnd(8),
      verdictOf(done).padEnd(8),
      `${done.seconds} s`.padEnd(8),
      done.title,
    ].join(" "),
  );
  return ["no     seed     verdict  time     fault", ...rows, ""].join("\n");
}

export function isBroken(done: Performed): boolean {
  return done.broken.length > 0;
}

function verdictOf(done: Performed): string {
  if (done.skipped !== undefined) return "skipped";
  return isBroken(done) ? "BROKEN" : "held";
}
