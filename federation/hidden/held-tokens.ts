/** Tokens that other nodes gave for people of this one: in memory, for as long as they work, the oldest go first. */
export interface HeldTokens {
  find(key: string): string | null;
  keep(key: string, token: string, until: Date): void;
  drop(key: string): void;
}

const MOST = 5_000;
/** Taken for over a little before it is, so that it does not end on the way. */
const EARLIER_MS = 30_000;

/** Makes the place for them; `now` in milliseconds. */
export function createHeldTokens(now: () => number): HeldTokens {
  const held = new Map<string, { token: string; until: number }>();
  return {
    find(key) {
      const found = held.get(key);
      return found && found.until - EARLIER_MS > now() ? found.token : null;
    },
    keep(key, token, until) {
      held.delete(key);
      held.set(key, { token, until: until.getTime() });
      for (const oldest of held.keys()) {
        if (held.size <= MOST) break;
        held.delete(oldest);
      }
    },
    drop: (key) => void held.delete(key),
  };
}
