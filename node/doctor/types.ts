import type { FindingCode, Level } from "./codes.ts";

/** One thing that was looked at, and how it is. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: Level;
  /** Which one, where there are several: an address, a setting, a community; else empty. */
  readonly about: string;
  /** Since when; of what has no time of its own, since the doctor first found it. Null when all is well. */
  readonly since: Date | null;
  /** What the words speak of. Never content, keys, or addresses of people. */
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface Report {
  readonly made: Date;
  readonly findings: readonly Finding[];
  /** The gravest level among them. */
  readonly level: Level;
}
