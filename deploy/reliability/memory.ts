import { readFileSync } from "node:fs";

/** Memory of a process at a moment. */
export interface Sample {
  readonly name: string;
  /** A node that was killed and started again is another process, and warms up anew. */
  readonly pid: number;
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

/** Of the samples of one node those of the process that ran last, from when that had run for so long. */
export function warmedUp(samples: readonly Sample[], warmUpMs: number): readonly Sample[] {
  const last = samples.at(-1)?.pid;
  const own = samples.filter(({ pid }) => pid === last);
  const from = (own[0]?.at ?? 0) + warmUpMs;
  return own.filter(({ at }) => at > from);
}

/** How memory goes on, in MB an hour. */
export interface Slope {
  readonly perHour: number;
  /** Standard error: by so much chance alone may have moved it. */
  readonly error: number;
}

/** Of a heap that is collected from time to time only what it comes down to says whether something is kept. */
const FLOOR_MS = 60_000;

/** The least of each whole minute. */
export function floorOf(samples: readonly Sample[]): readonly Sample[] {
  const minutes = Map.groupBy(samples, ({ at }) => Math.floor(at / FLOOR_MS));
  return [...minutes.values()].map((list) => list.reduce((least, one) => (one.mb < least.mb ? one : least)));
}

/** The line of least squares through samples; level of fewer than three. */
export function slopeOf(samples: readonly Sample[]): Slope {
  if (samples.length < 3) return { perHour: 0, error: 0 };
  const hours = samples.map(({ at }) => at / 3_600_000);
  const middle = hours.reduce((sum, one) => sum + one, 0) / hours.length;
  const mean = samples.reduce((sum, { mb }) => sum + mb, 0) / samples.length;
  const points = samples.map(({ mb }, index) => ({ x: (hours[index] ?? 0) - middle, y: mb - mean }));
  const run = points.reduce((sum, { x }) => sum + x ** 2, 0);
  if (run === 0) return { perHour: 0, error: 0 };
  const perHour = points.reduce((sum, { x, y }) => sum + x * y, 0) / run;
  const left = points.reduce((sum, { x, y }) => sum + (y - perHour * x) ** 2, 0);
  return { perHour, error: Math.sqrt(left / (points.length - 2) / run) };
}
