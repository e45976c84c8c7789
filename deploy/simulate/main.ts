import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { survivePostgresDriver } from "../../node/runtime/survive-driver.ts";
import { type KillsResult, runKills } from "./kills.ts";

const HELP =
  "Say what to simulate: npm run simulate -- kills [--seed n] [--kills 20] [--history 250] [--keep]";

/** Experiments on real processes: `kills`. Ends with 1 when something was lost, doubled or out of order. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string" },
      kills: { type: "string" },
      history: { type: "string" },
      keep: { type: "boolean" },
    },
  });
  if (positionals[0] !== "kills") fail(HELP);
  const program = join(dirname(fileURLToPath(import.meta.url)), "main.js");
  const result = await runKills({
    seed: Number(values.seed ?? process.env.MOOTHALL_SEED ?? Date.now() % 1_000_000),
    kills: Number(values.kills ?? 20),
    history: Number(values.history ?? 250),
    keep: values.keep ?? false,
    program,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(reportFor(result));
  process.exit(isClean(result) ? 0 : 1);
}

/** Nothing lost, doubled or out of order, and no process ended by itself. */
export function isClean(result: KillsResult): boolean {
  return result.settled && faultsOf(result).length === 0 && result.ledger.odd.size === 0;
}

function faultsOf(result: KillsResult): readonly string[] {
  const { died, lost, missing, reverted, doubled, outOfOrder, different } = result;
  return [died, lost, missing, reverted, doubled, outOfOrder, different].flat();
}

function reportFor(result: KillsResult): string {
  const { killed, ledger } = result;
  const acts = [...ledger.acknowledged].map(([act, times]) => `${act} ${times}`).join(", ");
  return [
    `seed ${result.seed}: killed web ${killed.web}, worker ${killed.worker}, PostgreSQL ${killed.postgres}` +
      ` (${result.duringHistory} while history was brought); slowest back after ${result.slowestBack} ms`,
    `killed while waiting for an answer: ${[...result.during].map(([act, times]) => `${act} ${times}`).join(", ")};` +
      ` the newcomer's worker with ${Math.round(result.halfway * 100)} % of the history there`,
    `acknowledged: ${acts}; sent again after a lost answer: ${ledger.uncertain}`,
    `lost ${result.lost.length}, missing elsewhere ${result.missing.length}, reverted ${result.reverted.length}, doubled ${result.doubled.length}, out of order ${result.outOfOrder.length},` +
      ` nodes that differ ${result.different.length}, processes that ended by themselves ${result.died.length}`,
    `${result.settled ? "settled" : "NOT settled"} ${result.settledAfter} ms after the last act`,
    ...[...ledger.odd].map(([what, times]) => `unexplained answer: ${what}, ${times} times`),
    ...faultsOf(result).slice(0, 100),
    "",
  ].join("\n");
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

survivePostgresDriver(fail);
main().catch(fail);
