import { NOT_FROM_OUTSIDE, OUTSIDE } from "./outside.ts";
import { attackOwnNode } from "./own-node.ts";
import { targetAt } from "./target.ts";
import type { OutsideCase, Target } from "./types.ts";

/** `npm run attack -- A14 W03 --origin https://…`: tries the cases on a node and prints a table; 1 when any fails. */
async function main(args: readonly string[]): Promise<number> {
  const at = args.indexOf("--origin");
  const address = at < 0 ? null : (args[at + 1] ?? "");
  const words = args
    .filter((_word, n) => at < 0 || (n !== at && n !== at + 1))
    .map((word) => word.toUpperCase());
  if (address !== null && !/^https?:\/\//.test(address)) {
    console.error("Say the address of the node as --origin https://…");
    return 2;
  }
  const wanted = OUTSIDE.filter(({ no }) => words.length === 0 || words.includes(no));
  if (wanted.length === 0) {
    console.log("None of these cases can be tried from outside.");
    return 0;
  }
  const failed =
    address === null
      ? await attackOwnNode((target, pid) => tryAll(target, wanted, pid))
      : await tryAll(targetAt(address), wanted, null);
  if (words.length === 0)
    for (const [cases, needs] of NOT_FROM_OUTSIDE)
      console.log(`Not tried from outside: ${cases} (needs ${needs}).`);
  return failed > 0 ? 1 : 0;
}

/** Tries one after the other; returns how many failed. `memory`: reads the node's own, where it runs on this machine. */
async function tryAll(
  target: Target,
  cases: readonly OutsideCase[],
  memory: (() => number) | null,
): Promise<number> {
  console.log(`Attacking ${target.origin}: ${cases.length} cases as a stranger.\n`);
  console.log(rowOf(["case", "what was sent", "expected", "what came back", "ms", "MB", ""]));
  let failed = 0;
  const first = memory?.() ?? 0;
  for (const one of cases) {
    const began = performance.now();
    const { came, ok } = await one
      .attack(target)
      .catch((error: unknown) => ({ came: String(error), ok: false }));
    if (!ok) failed++;
    const ms = (performance.now() - began).toFixed(0);
    const grown = memory ? `${((memory() - first) / 1024 / 1024).toFixed(0)}` : "";
    console.log(rowOf([one.no, one.sent, one.expected, came, ms, grown, ok ? "pass" : "FAIL"]));
  }
  console.log(`\n${cases.length - failed} passed, ${failed} failed.`);
  return failed;
}

const WIDTHS = [5, 58, 30, 38, 7, 5, 4];

function rowOf(cells: readonly string[]): string {
  return cells
    .map((cell, n) => cell.slice(0, WIDTHS[n]).padEnd(WIDTHS[n] ?? 0))
    .join("  ")
    .trimEnd();
}

process.exitCode = await main(process.argv.slice(2));
