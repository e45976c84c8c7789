import type { Alarm } from "./guard.ts";

/** What a look into hits that may not be read needs to know. `Place`: a place in the record of changes. */
export interface DoubtPorts<Place> {
  /** The place of the last change there is. */
  readonly end: () => Promise<Place>;
  /** Whether the index has taken in everything up to there. */
  readonly takenIn: (place: Place) => Promise<boolean>;
  readonly wait: (ms: number) => Promise<void>;
  /** The index offers what it must not, though it knows all that happened, or has not come to know it in a minute. */
  readonly leak: (event: { readonly count: number; readonly ids: readonly string[] }) => void;
  /** The look itself failed: the database is away. */
  readonly failed: (error: unknown) => void;
}

export interface Doubts {
  /** Looks into one event; resolves when it is known what it was. Never rejects. */
  examine<Place>(event: Parameters<Alarm>[0], ports: DoubtPorts<Place>): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
/** Further behind than that, the index does not do what it is for (`isBehind`). */
const LONGEST_MS = 60_000;
const MOST_OPEN = 200;
const MOST_SAID = 10_000;

/**
 * Tells a leak of the index from its lag: what was deleted a moment ago is offered until the index has taken that in.
 * The same search is made again once it has; what is offered still is said, each id once while this process lives.
 */
export function newDoubts(): Doubts {
  const open = new Set<string>();
  const said = new Set<string>();
  return {
    async examine({ ids, again }, ports) {
      const fresh = ids.filter((id) => !open.has(id) && !said.has(id));
      if (fresh.length === 0 || open.size + fresh.length > MOST_OPEN) return;
      for (const id of fresh) open.add(id);
      try {
        await untilTakenIn(ports);
        const offered = await again();
        const leaked = fresh.filter((id) => offered.includes(id));
        if (leaked.length === 0) return;
        if (said.size > MOST_SAID) said.clear();
        for (const id of leaked) said.add(id);
        ports.leak({ count: leaked.length, ids: leaked });
      } catch (error) {
        ports.failed(error);
      } finally {
        for (const id of fresh) open.delete(id);
      }
    },
  };
}

async function untilTakenIn<Place>({ end, takenIn, wait }: DoubtPorts<Place>): Promise<void> {
  const place = await end();
  for (let waited = 0; waited < LONGEST_MS && !(await takenIn(place)); waited += LOOK_EVERY_MS)
    await wait(LOOK_EVERY_MS);
}
