import { expect, test } from "vitest";
import { runKills } from "../../deploy/simulate/kills.ts";
import { builtProgram } from "../support/built.ts";

const seed = Number(process.env.MOOTHALL_SEED ?? 20261116);

/** Once each of what `npm run simulate -- kills` does twenty times; other faults are in faults.test.ts. */
const KILLS = 1;

test(`What was acknowledged is there once and in order after pages, worker and PostgreSQL were killed (seed ${seed})`, async () => {
  const program = await builtProgram();
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const result = await runKills({ seed, kills: KILLS, history: 100, program, say });
  // One more of the worker: the newcomer's, in the middle of bringing the history.
  expect(result.killed).toEqual({ web: KILLS, worker: KILLS + 1, postgres: KILLS });
  expect(result.halfway).toBeGreaterThan(0);
  expect(result.halfway).toBeLessThan(1);
  expect(result.died).toEqual([]);
  expect(result.settled).toBe(true);
  expect(result.lost).toEqual([]);
  expect(result.missing).toEqual([]);
  expect(result.reverted).toEqual([]);
  expect(result.doubled).toEqual([]);
  expect(result.outOfOrder).toEqual([]);
  expect(result.different).toEqual([]);
  expect([...result.ledger.odd]).toEqual([]);
  expect([...result.ledger.acknowledged.keys()]).toEqual(
    expect.arrayContaining(["ask", "reply", "edit", "delete", "accept", "approve", "join"]),
  );
}, 1_800_000);
