import { listToAsk } from "../node/backup/restorations.ts";
import { isDatabaseAway } from "../node/db/open.ts";
import { EgressRefused } from "../node/egress/errors.ts";
import { type Loop, startLoop } from "../node/jobs/loop.ts";
import { reopenLane, retryUnreached } from "../node/lanes/settle.ts";
import { type LogPlace, listLogPlaces } from "../node/logs/applied.ts";
import { takeAsideAgain } from "../node/logs/aside.ts";
import { listDirectoriesDue } from "../node/peers/directory-due.ts";
import { askAllSoon, listPeersToAsk, noteAway, noteThere } from "../node/peers/presence.ts";
import type { Peer } from "../node/peers/read.ts";
import { Outage } from "../node/refusal.ts";
import { askSync, type CaughtUp, catchUp } from "./catch-up.ts";
import { readDirectory } from "./directory.ts";
import { getDocument } from "./get-document.ts";
import { createPatience, type Patience } from "./patience.ts";
import { recoverFrom } from "./recover.ts";
import { boundsOf, syncPlace } from "./sync-place.ts";
import type { Wire } from "./wire.ts";

/** Nodes that are asked at the same time, so that one that does not answer keeps few others waiting. */
const NODES_AT_ONCE = 8;
/** Every change wakes the keeper: on a busy node it looks so often, and no more. */
const GAP_MS = 500;

/** Keeps what is held of other nodes up to date: directories, histories, gaps. */
export interface KeepUp {
  wake(): void;
  /** Does everything that is due until nothing moves; returns how much was done. */
  drain(): Promise<number>;
  /** Asks every followed community how far it is and repairs the difference; hourly, and at start (profile B.6). */
  syncAll(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** Makes the keeper of a node; `start` runs it in this process. */
export function createKeepUp(wire: Wire): KeepUp {
  const patience = createPatience(() => wire.ctx.clock.now().getTime());
  const keeper: Keeper = { wire, patience, stopped: new Map(), ending: false };
  let loop: Loop | null = null;
  let synced = false;

  async function run(): Promise<boolean> {
    if (!synced) await askAllSoon(wire.ctx);
    if (!synced) await syncAll(keeper, "all");
    synced = true;
    return (await round(keeper)) > 0;
  }

  return {
    wake: () => loop?.wake(),
    async drain() {
      let total = 0;
      for (let rounds = 0; rounds < 50; rounds++) {
        const done = await round(keeper);
        total += done;
        if (done === 0) break;
      }
      return total;
    },
    syncAll: () => syncAll(keeper, "due"),
    start() {
      loop ??= startLoop({ everySeconds: 2, gapMs: GAP_MS, log: wire.ctx.log, run });
    },
    async stop() {
      keeper.ending = true;
      await loop?.stop();
    },
  };
}

interface Keeper {
  readonly wire: Wire;
  readonly patience: Patience;
  /** Logs that are too long for one step: below which number the next one goes on, by community. */
  readonly stopped: Map<string, number>;
  /** The process is to end: nobody is asked anything more. */
  ending: boolean;
}

/** One thing to do with another node; resolves to how much was done. */
interface Task {
  readonly origin: string;
  readonly work: () => Promise<number>;
}

/** Reads the directories that are due and the logs that lack something, and asks quiet nodes whether they are there. */
async function round(keeper: Keeper): Promise<number> {
  const { wire, patience } = keeper;
  const quiet = await listPeersToAsk(wire.ctx);
  for (const { origin, atOnce } of quiet) if (atOnce) patience.succeeded(origin);
  const directories = (await listDirectoriesDue(wire.ctx)).map((peer) => directoryTask(wire, peer));
  const places = await listLogPlaces(wire.ctx, { unfinished: true });
  const logs = places
    .filter((place) => patience.mayTry(place.iri))
    .map((place) => ({ origin: place.origin, work: () => bring(keeper, place) }));
  const asks = quiet.map(({ origin }) => ({ origin, work: () => ask(wire, origin) }));
  const forgotten = (await listToAsk(wire.ctx)).map((origin) => ({
    origin,
    work: () => recoverFrom(wire, origin),
  }));
  return doAll(keeper, [...directories, ...forgotten, ...logs, ...asks]);
}

/** Any answer shows that the node is there; ours being signed shows it the same of us, and it sends what waits for us. */
async function ask(wire: Wire, origin: string): Promise<number> {
  await getDocument(wire, `${origin}/ap/actor/outbox`);
  return 0;
}

function directoryTask(wire: Wire, peer: Peer): Task {
  return { origin: peer.origin, work: async () => (await readDirectory(wire, peer)) + 1 };
}

/** `aside`: which of the entries that were set aside are read again. */
async function syncAll(keeper: Keeper, aside: "due" | "all"): Promise<void> {
  await takeAsideAgain(keeper.wire.ctx, aside);
  const places = await listLogPlaces(keeper.wire.ctx);
  await doAll(
    keeper,
    places.map((place) => ({ origin: place.origin, work: () => syncOne(keeper, place) })),
  );
}

/** Node by node, some at a time; what one node is asked goes one after the other, until it does not answer. */
async function doAll(keeper: Keeper, tasks: readonly Task[]): Promise<number> {
  const waiting = [...Map.groupBy(tasks, (task) => task.origin).values()];
  let done = 0;
  const workers = Array.from({ length: NODES_AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      for (const task of next) done += await tryTask(keeper, task);
  });
  await Promise.all(workers);
  return done;
}

async function tryTask(keeper: Keeper, { origin, work }: Task): Promise<number> {
  const { wire, patience } = keeper;
  if (keeper.ending || !patience.mayTry(origin)) return 0;
  try {
    const done = await work();
    patience.succeeded(origin);
    await retryUnreached(wire.ctx, origin);
    return (await noteThere(wire.ctx, origin)) ? done + (await welcomeBack(keeper, origin)) : done;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    patience.failed(origin);
    if (error instanceof EgressRefused) return notReached(wire, origin, error);
    if (error instanceof Outage) await noteAway(wire.ctx, origin, error.message);
    // What one node sends, and this one fails on, ends the round of no other (A60).
    else wire.ctx.log.error("Reading from {origin} failed: {error}", { origin, error });
    return 0;
  }
}

/** An address that our own settings no longer allow concerns that node alone. */
function notReached({ ctx }: Wire, origin: string, error: EgressRefused): number {
  ctx.log.error("{origin} is connected and may not be reached: {error}", { origin, error: error.message });
  return 0;
}

/** A node that was away gets what waits for it, and is asked what happened meanwhile. */
async function welcomeBack(keeper: Keeper, origin: string): Promise<number> {
  await reopenLane(keeper.wire.ctx, origin);
  let done = 0;
  for (const place of await listLogPlaces(keeper.wire.ctx, { origin })) done += await syncOne(keeper, place);
  return done;
}

const NOTHING: CaughtUp = { applied: 0, settled: 0, complete: false, below: null };

/**
 * Reads what lacks of one log. How far it goes is asked, unless an entry came to a log that was whole: what lacks is below
 * it. One that cannot be read on just now is left in peace for a while.
 */
async function bring(keeper: Keeper, place: LogPlace): Promise<number> {
  const told = place.state === "complete" && place.gapFrom !== null;
  const state = told ? place : await askSync(keeper.wire, place.iri);
  const below = keeper.stopped.get(place.communityId);
  const bounds = { ...(await boundsOf(keeper.wire, place)), below };
  const read = state ? await catchUp(keeper.wire, place, state, bounds) : NOTHING;
  noteStep(keeper, place, read);
  const { settled, complete } = read;
  if (complete || settled > 0) keeper.patience.succeeded(place.iri);
  else keeper.patience.failed(place.iri);
  return settled;
}

async function syncOne(keeper: Keeper, place: LogPlace): Promise<number> {
  const synced = await syncPlace(keeper.wire, place, keeper.stopped.get(place.communityId));
  if (synced) noteStep(keeper, place, synced);
  return synced?.settled ?? 0;
}

/** Where the next step through a log goes on. */
function noteStep({ stopped }: Keeper, { communityId }: LogPlace, read: CaughtUp): void {
  if (read.below === null || read.complete) stopped.delete(communityId);
  else stopped.set(communityId, read.below);
}
