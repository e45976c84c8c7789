const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From where on the doctor speaks. Times in milliseconds, sizes in bytes. */
export const LIMITS = {
  /** Signatures are taken within five minutes (profile S-04): before that there is time to act. */
  clockOff: MINUTE_MS,
  /** A worker says that it is there every 20 seconds. */
  workerSilent: 2 * MINUTE_MS,
  /** Work that waits longer than this while a worker runs does not come by itself. */
  workLate: 10 * MINUTE_MS,
  letterOld: HOUR_MS,
  mailLate: HOUR_MS,
  lately: 7 * DAY_MS,
  certificateEnds: 14 * DAY_MS,
  /** A nightly backup, and two hours of patience. */
  backupOld: 26 * HOUR_MS,
  diskFull: 300 * 1024 ** 2,
  diskLow: 5 * 1024 ** 3,
  diskLowShare: 0.15,
  /** The built-in PostgreSQL is meant for trials and small councils (security §4.3). */
  membersOfBuiltIn: 200,
} as const;
