import { expect, test } from "vitest";
import { eachOnce } from "../../deploy/reliability/experiments/each-once.ts";
import { perform } from "../../deploy/reliability/perform.ts";
import { builtProgram } from "../support/built.ts";

const seed = Number(process.env.MOOTHALL_SEED ?? 20261116);

test(`Nothing is lost, doubled or shown to strangers while every fault comes once (seed ${seed})`, async () => {
  const program = await builtProgram();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const done = await perform(eachOnce, { seed, scale: "smoke", program, say, keep: false });
  expect(done.broken).toEqual([]);
  expect(done.figures.posts).toBeGreaterThan(10);
}, 1_800_000);
