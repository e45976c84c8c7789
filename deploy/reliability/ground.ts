import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LabPostgres, startLabPostgres } from "../lab/postgres.ts";
import type { Report, Run } from "./types.ts";

/** A folder and a PostgreSQL for as long as an experiment takes. */
export interface Ground {
  readonly folder: string;
  readonly postgres: LabPostgres;
  /** Ended with it, the newest first. */
  readonly ends: (() => Promise<unknown>)[];
}

/** Opens a ground, works on it, and removes it; it is left for a look where a promise was broken. */
export async function onGround(
  run: Run,
  work: (ground: Ground) => Promise<Report>,
  /** Where PostgreSQL keeps its data, when not in the experiment's folder. */
  postgresFolder?: string,
): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "moothall-fault-"));
  const ends: (() => Promise<unknown>)[] = [];
  let kept = true;
  try {
    const postgres = await startLabPostgres(postgresFolder ?? folder);
    ends.push(() => postgres.stop());
    const report = await work({ folder, postgres, ends });
    kept = run.keep || report.broken.length > 0;
    return report;
  } finally {
    for (const end of ends.reverse()) await end();
    if (kept) run.say(`Left for a look: ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}
