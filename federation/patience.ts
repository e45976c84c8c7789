const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 60_000;

/** When something that failed is tried again: after 10 s, doubling to a minute. Held in memory, one per node. */
export interface Patience {
  mayTry(key: string): boolean;
  failed(key: string): void;
  succeeded(key: string): void;
}

/** `now`: milliseconds of the node's clock. */
export function createPatience(now: () => number): Patience {
  const waits = new Map<string, { until: number; failures: number }>();
  return {
    mayTry: (key) => (waits.get(key)?.until ?? 0) <= now(),
    failed(key) {
      const failures = (waits.get(key)?.failures ?? 0) + 1;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      waits.set(key, { until: now() + wait, failures });
    },
    succeeded(key) {
      waits.delete(key);
    },
  };
}
