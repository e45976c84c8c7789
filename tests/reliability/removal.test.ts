import { expect, test } from "vitest";
import { removal } from "../../deploy/reliability/experiments/removal.ts";
import { perform } from "../../deploy/reliability/perform.ts";
import { builtProgram } from "../support/built.ts";

const seed = Number(process.env.MOOTHALL_SEED ?? 20261116);

test(`A63, W27: nothing is left to somebody who was removed, at home, at another council, or at one that was off meanwhile, by real nodes (seed ${seed})`, async () => {
  const program = await builtProgram();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const done = await perform(removal, { seed, scale: "smoke", program, say, keep: false });
  for (const [what, figure] of Object.entries(done.figures)) say(`  ${what}: ${figure}`);
  expect(done.broken).toEqual([]);
}, 1_800_000);
