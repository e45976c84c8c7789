/**
 * postgres.js 3.4.9 can throw a TypeError out of a socket callback when the server is killed (upstream #1066, #1154).
 * Nothing of ours runs in that callback: its connection is lost and made anew by the pool (ADR 0003). Any other error
 * that nobody caught goes to `fail`, which ends the process.
 */
export function survivePostgresDriver(fail: (error: unknown) => never): void {
  process.on("uncaughtException", (error) => {
    const ofDriver =
      error instanceof TypeError &&
      /postgres[/\\](src|cjs[/\\]src)[/\\]connection\.js/.test(error.stack ?? "");
    if (!ofDriver) fail(error);
  });
}
