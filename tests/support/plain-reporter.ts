import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends every run with the line `N passed, N failed`, whatever else was printed.
 * A file that does not load counts as one failure, and a run without any test fails.
 */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (test.result().state === "passed") passed++;
        if (test.result().state === "failed") failed++;
      }
      if (module.state() === "failed" && module.errors().length > 0) failed++;
    }
    if (passed + failed === 0) {
      console.error("No test ran.");
      process.exitCode = 1;
    }
    // Written when the process ends: other reporters still print their summary after this call.
    process.once("exit", () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
    // A process that a test left behind must not keep the run from ending: what it found is known.
    setTimeout(() => process.exit(failed > 0 ? 1 : (process.exitCode ?? 0)), 60_000).unref();
  }
}
