import type { Reporter, TestCase, Vitest } from "vitest/node";

const WIDTHS = [9, 96, 40, 7, 4];

/** Prints every attack case as a row: its number, what is sent and expected, what came back, how long, pass or FAIL. */
export default class TableReporter implements Reporter {
  private counts = { pass: 0, fail: 0 };

  onInit(_vitest: Vitest): void {
    console.log(`\nWith scripted peers, connected and not, and a look at the database.\n`);
    console.log(rowOf(["case", "what was sent, and expected", "what came back", "ms", ""]));
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    if (state !== "passed" && state !== "failed") return;
    const no = /^((?:[ASW]-?\d+[,–\s]*)+):\s*(.*)$/s.exec(test.name);
    const came = state === "passed" ? "as expected" : (errors?.[0]?.message ?? "").split("\n")[0];
    const ms = (test.diagnostic()?.duration ?? 0).toFixed(0);
    if (state === "passed") this.counts.pass++;
    else this.counts.fail++;
    console.log(
      rowOf([no?.[1] ?? "", no?.[2] ?? test.name, came ?? "", ms, state === "passed" ? "pass" : "FAIL"]),
    );
  }

  onTestRunEnd(): void {
    console.log(`\n${this.counts.pass} passed, ${this.counts.fail} failed.`);
  }
}

function rowOf(cells: readonly string[]): string {
  return cells
    .map((cell, n) =>
      cell
        .replaceAll(/\s+/g, " ")
        .slice(0, WIDTHS[n])
        .padEnd(WIDTHS[n] ?? 0),
    )
    .join("  ")
    .trimEnd();
}
