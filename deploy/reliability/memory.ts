import { readFileSync } from "node:fs";

/** Memory of a process at a moment. */
export interface Sample {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mb: number;
}

/** Proportional set size of a process in MB; null where it cannot be told. */
export function memoryOf(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const kb = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    return null;
  }
}

/** Slope of the line of least squares through samples, in MB an hour; 0 of fewer than two. */
export function slopePerHour(samples: readonly Sample[]): number {
  if (samples.length < 2) return 0;
  const hours = samples.map(({ at }) => at / 3_600_000);
  const middle = hours.reduce((sum, one) => sum + one, 0) / hours.length;
  const mean = samples.reduce((sum, { mb }) => sum + mb, 0) / samples.length;
  const rise = samples.reduce((sum, { mb }, index) => sum + ((hours[index] ?? 0) - middle) * (mb - mean), 0);
  const run = hours.reduce((sum, one) => sum + (one - middle) ** 2, 0);
  return run === 0 ? 0 : rise / run;
}
