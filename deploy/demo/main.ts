import { resolve } from "node:path";
import { ConfigFaults } from "../../node/config.ts";
import { startLogging } from "../../node/runtime/logging.ts";
import { survivePostgresDriver } from "../../node/runtime/survive-driver.ts";
import { StartRefusal } from "../../node/start-refusal.ts";
import { fail as failSite, runSite } from "./child.ts";
import { speakTo } from "./control.ts";
import { type Demo, demoOf } from "./run.ts";

const HELP = "Say nothing, --fresh, status, `stop` or `start` with one of sunderland, somerset, wiltshire.";

/** `npm run demo`, `npm run demo -- --fresh`, `-- stop somerset`, `-- start somerset`, `-- status`. */
async function main(words: readonly string[]): Promise<void> {
  const data = resolve("demo-data");
  const [verb] = words;
  if (verb === "site") return runSite().catch(failSite);
  if (verb === "stop" || verb === "start" || verb === "status") return say(await speakTo(data, words));
  if (verb !== undefined && verb !== "--fresh") throw new StartRefusal(HELP);
  await startLogging({ logLevel: "error", logFormat: "text" });
  survivePostgresDriver(fail);
  const demo = demoOf({ data, fresh: verb === "--fresh", program: resolve(process.argv[1] ?? ""), say });
  stopOnSignal(demo);
  try {
    await demo.start();
  } catch (error) {
    await demo.stop();
    throw error;
  }
}

function stopOnSignal(demo: Demo): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    say("Stopping …");
    demo.stop().then(() => process.exit(0), fail);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.on("SIGHUP", stop);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): never {
  const isPlain = error instanceof StartRefusal || error instanceof ConfigFaults;
  const text = error instanceof Error ? (isPlain ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
