import { administratorLink } from "./accounts/first-administrator.ts";
import { ConfigFaults, loadConfig } from "./config.ts";
import { startLogging } from "./runtime/logging.ts";
import { startNode } from "./start.ts";
import { StartRefusal } from "./start-refusal.ts";

/** The process of a node: configuration, start, and a clean end on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const config = loadConfig(process.env);
  await startLogging(config.logLevel);
  survivePostgresDriver();
  const node = await startNode(config, { say });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    say("Stopping …");
    node.stop().then(
      () => process.exit(0),
      (error) => fail(error),
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  say(`Moothall is ready at ${config.origin}/`);
  const link = await administratorLink(node.ctx);
  if (link) say(`Open this link once to become the administrator: ${link}`);
}

/**
 * postgres.js 3.4.9 can throw a TypeError out of a socket callback when the server is killed (upstream #1066, #1154).
 * Nothing of ours runs in that callback: its connection is lost and made anew by the pool (ADR 0003).
 */
function survivePostgresDriver(): void {
  process.on("uncaughtException", (error) => {
    const ofDriver =
      error instanceof TypeError &&
      /postgres[/\\](src|cjs[/\\]src)[/\\]connection\.js/.test(error.stack ?? "");
    if (!ofDriver) fail(error);
  });
}

function fail(error: unknown): never {
  if (error instanceof ConfigFaults)
    process.stderr.write(`${error.faults.map((fault) => `- ${fault}`).join("\n")}\n`);
  else if (error instanceof StartRefusal) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
