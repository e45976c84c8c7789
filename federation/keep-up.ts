import type { Loop } from "../node/jobs/loop.ts";
import { startLoop } from "../node/jobs/loop.ts";
import { type LogPlace, listLogPlaces } from "../node/logs/applied.ts";
import { listDirectoriesDue } from "../node/peers/directory-due.ts";
import { peerByOrigin } from "../node/peers/read.ts";
import { Outage } from "../node/refusal.ts";
import { askSync, catchUp } from "./catch-up.ts";
import { readDirectory } from "./directory.ts";
import { resyncMembers } from "./members.ts";
import type { Wire } from "./wire.ts";

const DAY_MS = 86_400_000;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 600_000;

/** Keeps what is held of other nodes up to date: directories, histories, gaps. */
export interface KeepUp {
  wake(): void;
  /** Does everything that is due until nothing moves; returns how much was done. */
  drain(): Promise<number>;
  /** Asks every followed community how far it is and repairs the difference; hourly, and at start (profile B.6). */
  syncAll(): Promise<void>;
  /** A node was heard from: what waits for it is tried at once. */
  heard(origin: string): void;
  start(): void;
  stop(): Promise<void>;
}

/** Makes the keeper of a node; `start` runs it in this process. */
export function createKeepUp(wire: Wire): KeepUp {
  const waits = new Map<string, { until: number; failures: number }>();
  let loop: Loop | null = null;

  function isAway(origin: string): boolean {
    return (waits.get(origin)?.until ?? 0) > wire.ctx.clock.now().getTime();
  }

  async function tryOnce(origin: string, work: () => Promise<number>): Promise<number> {
    if (isAway(origin)) return 0;
    try {
      const done = await work();
      waits.delete(origin);
      return done;
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      const failures = (waits.get(origin)?.failures ?? 0) + 1;
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      waits.set(origin, { until: wire.ctx.clock.now().getTime() + wait, failures });
      return 0;
    }
  }

  async function round(): Promise<number> {
    let done = 0;
    for (const peer of await listDirectoriesDue(wire.ctx))
      done += await tryOnce(peer.origin, async () => (await readDirectory(wire, peer)) + 1);
    for (const place of await listLogPlaces(wire.ctx, { unfinished: true }))
      done += await tryOnce(place.origin, () => bring(wire, place));
    return done;
  }

  return {
    wake: () => loop?.wake(),
    async drain() {
      let total = 0;
      for (let rounds = 0; rounds < 50; rounds++) {
        const done = await round();
        total += done;
        if (done === 0) break;
      }
      return total;
    },
    async syncAll() {
      for (const place of await listLogPlaces(wire.ctx))
        await tryOnce(place.origin, () => syncOne(wire, place));
    },
    heard(origin) {
      if (waits.delete(origin)) loop?.wake();
    },
    start() {
      loop = startLoop({ everySeconds: 2, log: wire.ctx.log, run: async () => (await round()) > 0 });
    },
    async stop() {
      await loop?.stop();
    },
  };
}

async function bring(wire: Wire, place: LogPlace): Promise<number> {
  const peer = await peerByOrigin(wire.ctx.sql, place.origin);
  const now = wire.ctx.clock.now().getTime();
  const since = new Date(now - (peer?.historyDays ?? 90) * DAY_MS);
  const { applied } = await catchUp(wire, place.communityId, { since, items: peer?.historyItems ?? 100_000 });
  return applied;
}

async function syncOne(wire: Wire, place: LogPlace): Promise<number> {
  const state = await askSync(wire, place.iri);
  if (!state) return 0;
  await resyncMembers(wire, place, state.membersDigest);
  return bring(wire, place);
}
