import { isDatabaseAway } from "../db/open.ts";
import type { Jobs } from "../jobs/types.ts";
import { logOf } from "../log.ts";

const HOUR = 3_600;

const RHYTHMS = [
  ["digests", 300],
  ["sync", HOUR],
  ["lapse", 60],
  ["sweep", 6 * HOUR],
  ["probe", HOUR],
  ["seal-audit", 60],
  ["files", 240],
  ["doctor", HOUR],
  ["mend-search", HOUR],
  ["tidy-search", 24 * HOUR],
] as const;

/** Sets the rhythms of a node's jobs and starts them. The database may be away at this very moment: the rhythms are set when it is back. */
export async function startJobs(jobs: Jobs, ending: AbortSignal): Promise<void> {
  jobs.start();
  // A node that is stopped while it starts has nothing to report: its connections are closed on purpose.
  while (!ending.aborted) {
    try {
      for (const [name, everySeconds] of RHYTHMS) await jobs.schedule(name, everySeconds);
      return;
    } catch (error) {
      if (ending.aborted) return;
      if (!isDatabaseAway(error)) return logOf("jobs").error("Jobs have no rhythm: {error}", { error });
      await new Promise((resolve) => setTimeout(resolve, 2_000).unref());
    }
  }
}
