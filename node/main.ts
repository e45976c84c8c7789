import { join, resolve } from "node:path";
import { administratorLink } from "./accounts/first-administrator.ts";
import { ConfigFaults, loadConfig } from "./config.ts";
import type { NodeContext } from "./context.ts";
import { isDatabaseAway } from "./db/open.ts";
import { checkFileStoreAtStart } from "./doctor/check-file-store.ts";
import { startLogging } from "./runtime/logging.ts";
import { keepHeapSmall } from "./runtime/small-heap.ts";
import { survivePostgresDriver } from "./runtime/survive-driver.ts";
import { startNode } from "./start.ts";
import { StartRefusal } from "./start-refusal.ts";
import { startWarnings } from "./start-warnings.ts";

/** The process of a node: configuration, start, and a clean end on SIGTERM or Ctrl-C. */
async function main(): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const config = loadConfig(process.env);
  await startLogging(config);
  survivePostgresDriver(fail);
  await checkFileStoreAtStart({ config });
  const node = await startNode(config, { say });
  keepHeapSmall();
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
  for (const warning of startWarnings(config)) say(warning);
  const link = await findAdministratorLink(node.ctx);
  if (link) say(`Open this link once to become the administrator: ${link}`);
  if (node.keyCreated) say(recoverySheet(config.dataDir));
}

/** A database that is away at this very moment ends no node that has started: the link is made at the next start. */
async function findAdministratorLink(ctx: NodeContext): Promise<string | null> {
  try {
    return await administratorLink(ctx);
  } catch (error) {
    if (isDatabaseAway(error)) return null;
    throw error;
  }
}

function fail(error: unknown): never {
  if (error instanceof ConfigFaults)
    process.stderr.write(`${error.faults.map((fault) => `- ${fault}`).join("\n")}\n`);
  else if (error instanceof StartRefusal) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);

/** Said once, when the key was made: without it nobody can sign in the name of the people and communities here. */
function recoverySheet(dataDir: string): string {
  return `Keep a copy of ${join(resolve(dataDir), "secrets", "key")} apart from your backups: a restored node needs it to sign as your people and communities.`;
}
