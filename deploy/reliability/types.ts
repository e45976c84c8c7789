/** `full`: as the table of experiments says; `short`: a tenth or so; `smoke`: for the everyday run. */
export const SCALES = ["full", "short", "smoke"] as const;
export type Scale = (typeof SCALES)[number];

/** What an experiment is given. */
export interface Run {
  readonly seed: number;
  /** Numbers from 0 up to 1 that the seed decides. */
  readonly random: () => number;
  readonly scale: Scale;
  /** `main.js` of the server build; other programs stand beside it. */
  readonly program: string;
  readonly say: (line: string) => void;
  /** Leaves the data folders for a look. */
  readonly keep: boolean;
}

/** What came of it. */
export interface Report {
  /** What was done and measured, by name. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** Every broken promise, a line each, which begins with the invariant's name: `I1 …`. */
  readonly broken: readonly string[];
  /** Why it could not be done on this machine. */
  readonly skipped?: string;
}

/** A fault that is done on purpose, and what must hold in spite of it. */
export interface Experiment {
  /** `R05`, as the table of docs/reliability.md numbers them. */
  readonly name: string;
  readonly title: string;
  readonly run: (run: Run) => Promise<Report>;
}
