/** Milliseconds that only go forward in tests' own steps; `Date.now` outside them. */
export type Now = () => number;

/** Whether one more is allowed, else after how many whole seconds (for Retry-After). */
export type Allowance = { ok: true } | { ok: false; retryAfterSeconds: number };

/** A token bucket for each peer, held in memory. */
export type PeerRate = {
  take(peer: string): Allowance;
  /** Whether one more would be allowed now, without taking it. */
  left(peer: string): Allowance;
};

/** How often keys may be fetched. */
export type KeyBudget = {
  /** Asks for one fetch from the host of a key id; at most 30 in any minute (A29). */
  mayFetch(keyId: string): Allowance;
  /** Whether one more fetch from that host would be allowed now, without taking it. */
  left(keyId: string): Allowance;
  /** Asks to fetch again a key that failed: once in 60 s for each key id (resolution 15), within the host's budget. */
  mayFetchAgain(keyId: string): Allowance;
};

/**
 * Limits what one peer (an origin) may send: `perSecond` in the long run, `burst` at once (resolution 37).
 * Remembers the `most` peers seen last.
 */
export function createPeerRate(now: Now, { perSecond = 50, burst = 1000, most = 10_000 } = {}): PeerRate {
  const buckets = new Map<string, { tokens: number; at: number }>();

  const tokensOf = (peer: string, time: number) => {
    const { tokens, at } = buckets.get(peer) ?? { tokens: burst, at: time };
    return Math.min(burst, tokens + ((time - at) / 1000) * perSecond);
  };
  const allowanceOf = (tokens: number): Allowance =>
    tokens < 1
      ? { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perSecond)) }
      : { ok: true };

  return {
    left: (peer) => allowanceOf(tokensOf(peer, now())),
    take(peer) {
      const time = now();
      const tokens = tokensOf(peer, time);
      const allowance = allowanceOf(tokens);
      if (allowance.ok) remember(buckets, peer, { tokens: tokens - 1, at: time }, most);
      return allowance;
    },
  };
}

/** Keeps count of key fetches; hosts are compared as origins. */
export function createKeyBudget(now: Now, { perMinute = 30, again = 60_000, most = 10_000 } = {}): KeyBudget {
  const fetches = new Map<string, number[]>();
  const failures = new Map<string, number>();

  const originOf = (keyId: string) => URL.parse(keyId)?.origin ?? keyId;
  const recentOf = (keyId: string, time: number) =>
    (fetches.get(originOf(keyId)) ?? []).filter((at) => at > time - MINUTE);

  const left = (keyId: string): Allowance => {
    const time = now();
    const recent = recentOf(keyId, time);
    const oldest = recent[0];
    return oldest !== undefined && recent.length >= perMinute
      ? waitUntil(oldest + MINUTE, time)
      : { ok: true };
  };

  const mayFetch = (keyId: string): Allowance => {
    const allowance = left(keyId);
    const time = now();
    if (allowance.ok) remember(fetches, originOf(keyId), [...recentOf(keyId, time), time], most);
    return allowance;
  };

  return {
    mayFetch,
    left,
    mayFetchAgain(keyId) {
      const time = now();
      const last = failures.get(keyId);
      if (last !== undefined && last > time - again) return waitUntil(last + again, time);
      const allowance = mayFetch(keyId);
      if (!allowance.ok) return allowance;
      remember(failures, keyId, time, most);
      return allowance;
    },
  };
}

/** Puts an entry last, and forgets the one touched longest ago beyond `most`, so that memory stays flat. */
function remember<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

function waitUntil(time: number, now: number): Allowance {
  return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((time - now) / 1000)) };
}

const MINUTE = 60_000;
