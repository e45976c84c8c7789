import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { survivePostgresDriver } from "../../node/runtime/survive-driver.ts";
import { eachOnce } from "./experiments/each-once.ts";
import { soak } from "./experiments/soak.ts";
import { EXPERIMENTS } from "./list.ts";
import { describe, isBroken, type Performed, perform, tableOf } from "./perform.ts";
import { type Experiment, type Run, SCALES, type Scale } from "./types.ts";

const HELP = `npm run reliability -- [experiment …] [--seed n] [--scale ${SCALES.join("|")}] [--keep]
${EXPERIMENTS.map(({ name, title }) => `  ${name}  ${title}`).join("\n")}
  smoke  every fault once, a minute or two
  soak --minutes 30  all of these at random, for a long time`;

/** Runs the experiments that were named, or all, one after the other. Ends with 1 when a promise was broken. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      scale: { type: "string" },
      minutes: { type: "string" },
      keep: { type: "boolean" },
    },
  });
  const seed = Number(values.seed ?? process.env.MOOTHALL_SEED ?? Date.now() % 1_000_000);
  const scale = SCALES.find((one) => one === (values.scale ?? "full"));
  const chosen = chosenOf(positionals, Number(values.minutes ?? 30));
  if (!scale || !chosen || !Number.isInteger(seed)) fail(HELP);
  const done = await performAll(chosen, { seed, scale, keep: values.keep ?? false });
  process.stdout.write(tableOf(done));
  process.exit(done.some(isBroken) ? 1 : 0);
}

function chosenOf(names: readonly string[], minutes: number): readonly Experiment[] | null {
  if (names.length === 0) return EXPERIMENTS;
  const long = {
    name: "SOAK",
    title: "random faults for a long time",
    run: (run: Run) => soak(run, { minutes }),
  };
  const found = names.map((name) =>
    [...EXPERIMENTS, eachOnce, long].find((one) => one.name === name.toUpperCase()),
  );
  return found.every((one) => one !== undefined) ? found : null;
}

async function performAll(
  chosen: readonly Experiment[],
  options: { readonly seed: number; readonly scale: Scale; readonly keep: boolean },
): Promise<readonly Performed[]> {
  const program = join(dirname(fileURLToPath(import.meta.url)), "main.js");
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const all: Performed[] = [];
  for (const experiment of chosen) {
    const done = await perform(experiment, { ...options, program, say });
    say(describe(done));
    all.push(done);
  }
  return all;
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

survivePostgresDriver(fail);
// So that what was started ends too.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
main().catch(fail);
