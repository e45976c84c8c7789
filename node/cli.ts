import { run } from "./commands/run.ts";
import { loadConfig } from "./config.ts";
import { openDatabaseAsItIs } from "./runtime/database.ts";
import { openNode } from "./start.ts";

/** The process of the command line: one command on a data folder, whether a node runs on it or not. */
// Whoever reads the output may stop early (`| head`).
process.stdout.on("error", () => process.exit(0));

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  environment: process.env,
  config: () => loadConfig(process.env),
  database: (config) => openDatabaseAsItIs(config),
  open: (config) => openNode(config, { joinRunning: true, workers: "by-hand", connections: 2 }),
});
