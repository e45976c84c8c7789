const MOST_TRIES = 5;
const MOST_KEPT = 1_000;

/** How often this process failed on something that comes again; held in memory, one per node. */
export interface Failing {
  /** Counts one more failure; true with the fifth, after which it is forgotten. */
  isLastTry(name: string): boolean;
  forget(name: string): void;
}

/** Remembers the 1,000 things failed on last. */
export function createFailing(): Failing {
  const tries = new Map<string, number>();
  return {
    isLastTry(name) {
      const count = (tries.get(name) ?? 0) + 1;
      tries.delete(name);
      if (count >= MOST_TRIES) return true;
      tries.set(name, count);
      const oldest = tries.keys().next().value;
      if (tries.size > MOST_KEPT && oldest !== undefined) tries.delete(oldest);
      return false;
    },
    forget: (name) => void tries.delete(name),
  };
}
