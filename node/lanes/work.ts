import type { NodeContext } from "../context.ts";
import { isDatabaseAway } from "../db/open.ts";
import { type Loop, startLoop } from "../jobs/loop.ts";
import { type ClaimedLane, claimLanes } from "./claim.ts";
import { freeLanesOfEnded, nameOfWorker } from "./leases.ts";
import { type SendDelivery, workLane } from "./run.ts";

export interface LaneWorker {
  /** Looks every second, and when woken, until `stop`. */
  start(): void;
  /** Looks at once for due lanes; nothing in a process that was not told to `start`. */
  wake(): void;
  /** Works until nothing is due; resolves to how many deliveries were tried. For tests and the demo. */
  drain(): Promise<number>;
  /** Finishes what is being sent and stops. */
  stop(): Promise<void>;
}

const PLACES = 16;
/** A quarter: what is sent to a node that does not answer holds its place until it gives up. */
const FAILING_PLACES = 4;
/** Who has kept a delivery waiting for so long leaves its place to another: many nodes may go at the same moment. */
const SLOW_MS = 1_000;
/** So many may wait without a place. */
const MOST_SLOW = 112;

/** That many entries at once are a flood: what comes within the next two seconds goes together. One post never waits. */
export const FLOOD = 5;
const REST_MS = 2_000;

/** The lane worker of a process: up to 16 lanes at once, and those that wait for an answer; order kept within each. `restMs`: after a flood. */
export function openLaneWorker(ctx: NodeContext, send: SendDelivery, restMs = REST_MS): LaneWorker {
  const crew = gather({ ctx, send, restMs, ended: () => loop?.wake() });
  let loop: Loop | null = null;
  let freed = false;
  async function run(): Promise<boolean> {
    if (!freed) await freeLanesOfEnded(ctx);
    freed = true;
    return (await look(crew)) > 0;
  }
  return {
    start() {
      crew.running = true;
      loop ??= startLoop({ everySeconds: 1, log: ctx.log, run });
    },
    wake: () => loop?.wake(),
    async drain() {
      let tried = 0;
      for (;;) {
        const found = await look(crew);
        const ended = await Promise.all(crew.underWay.values());
        tried += ended.reduce((sum, n) => sum + n, 0);
        if (found === 0 && ended.length === 0) return tried;
      }
    },
    async stop() {
      crew.stopping = true;
      await loop?.stop();
      await Promise.all(crew.underWay.values());
    },
  };
}

interface Crew {
  readonly ctx: NodeContext;
  readonly send: SendDelivery;
  readonly restMs: number;
  readonly worker: string;
  readonly underWay: Map<string, Promise<number>>;
  /** Those under way that had failed before. */
  readonly failing: Set<string>;
  /** Those under way that keep a delivery waiting. */
  readonly slow: Set<string>;
  /** Those on which a flood of entries was relayed a moment ago. */
  readonly resting: Set<string>;
  stopping: boolean;
  /** It was told to start, and looks by itself. */
  running: boolean;
  /** A lane was left: there is room for another. */
  readonly ended: () => void;
}

function gather(given: Pick<Crew, "ctx" | "send" | "restMs" | "ended">): Crew {
  const none = { underWay: new Map(), slow: new Set<string>(), resting: new Set<string>() };
  const failing = new Set<string>();
  return { ...given, ...none, failing, worker: nameOfWorker(), stopping: false, running: false };
}

/** Claims what is due and has room, and begins to work on it; returns how many lanes. */
async function look(crew: Crew): Promise<number> {
  const room = PLACES + Math.min(crew.slow.size, MOST_SLOW) - crew.underWay.size;
  if (room <= 0 || crew.stopping) return 0;
  const forFailing = FAILING_PLACES - crew.failing.size;
  // A lane that is given back and not yet left would be claimed and worked on by nobody.
  const leaving = [...crew.underWay.keys(), ...crew.resting];
  const lanes = await claimLanes(crew.ctx, crew.worker, { places: room, forFailing, leaving });
  for (const lane of lanes) begin(crew, lane);
  return lanes.length;
}

function begin(crew: Crew, lane: ClaimedLane): void {
  if (lane.failures > 0) crew.failing.add(lane.origin);
  let relayed = 0;
  const work = workLane(crew.ctx, lane, {
    ...{ worker: crew.worker, send: givingWay(crew, lane.origin), stopping: () => crew.stopping },
    relayed(entries) {
      relayed += entries;
    },
  })
    .catch((error) => reportTrouble(crew.ctx, lane, error))
    .finally(() => {
      if (relayed >= FLOOD) rest(crew, lane.origin);
      crew.underWay.delete(lane.origin);
      crew.failing.delete(lane.origin);
      crew.ended();
    });
  crew.underWay.set(lane.origin, work);
}

/** A lane of a worker that runs by itself is left alone for a while; what is drained by hand rests for nobody. */
function rest(crew: Crew, origin: string): void {
  if (!crew.running) return;
  crew.resting.add(origin);
  setTimeout(() => {
    crew.resting.delete(origin);
    crew.ended();
  }, crew.restMs).unref();
}

/** Sends, and gives the lane's place to another for as long as the other side keeps it waiting. */
function givingWay(crew: Crew, origin: string): SendDelivery {
  return async (ctx, delivery) => {
    const waiting = setTimeout(() => {
      crew.slow.add(origin);
      crew.ended();
    }, SLOW_MS);
    try {
      return await crew.send(ctx, delivery);
    } finally {
      clearTimeout(waiting);
      crew.slow.delete(origin);
    }
  };
}

function reportTrouble(ctx: NodeContext, lane: ClaimedLane, error: unknown): number {
  if (isDatabaseAway(error)) ctx.log.debug("The database is away; lanes wait.");
  else ctx.log.error("The lane to {origin} stopped: {error}", { origin: lane.origin, error });
  return 0;
}
