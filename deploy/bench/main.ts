import { startLogging } from "../../node/runtime/logging.ts";
import { benchBackfill } from "./backfill.ts";
import { benchByref } from "./byref.ts";
import { benchClosed } from "./closed.ts";
import { benchFanout } from "./fanout.ts";
import { showMachine } from "./figures.ts";
import { benchFiles } from "./files.ts";
import { benchFind } from "./find.ts";
import { benchInbox } from "./inbox.ts";
import { benchLatency } from "./latency.ts";
import { benchPage } from "./page.ts";
import { benchRefusals } from "./refusals.ts";
import { benchStart } from "./start.ts";

/** What can be measured, by the word of the command line. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  inbox: benchInbox,
  fanout: benchFanout,
  latency: benchLatency,
  backfill: benchBackfill,
  page: benchPage,
  closed: benchClosed,
  files: benchFiles,
  byref: benchByref,
  refusals: benchRefusals,
  search: benchFind,
  start: benchStart,
};

/** `npm run bench -- inbox page` measures these; without a word, everything. */
async function main(words: readonly string[]): Promise<void> {
  const asked = words.length === 0 ? Object.keys(BENCHES) : words;
  const unknown = asked.filter((word) => !Object.hasOwn(BENCHES, word));
  if (unknown.length > 0) {
    console.error(`Not measured: ${unknown.join(", ")}. Say ${Object.keys(BENCHES).join(", ")}.`);
    process.exitCode = 2;
    return;
  }
  await startLogging({ logLevel: "error", logFormat: "text" });
  showMachine();
  for (const word of asked) await BENCHES[word]?.();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
