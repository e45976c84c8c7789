import { randomUUID } from "node:crypto";
import type { NodeContext } from "../context.ts";
import { isDatabaseAway } from "../db/open.ts";
import {
  type ClaimedLane,
  claimLanes,
  nextDeliveries,
  releaseLane,
  renewLease,
  type WaitingDelivery,
} from "./claim.ts";
import { backOff, markDelivered, markFailed, type Outcome } from "./settle.ts";

/** Sends one delivery (filled by federation/): renders once, signs now, posts. Never throws for what the other side does. */
export type SendDelivery = (ctx: NodeContext, delivery: WaitingDelivery) => Promise<Outcome>;

export interface LaneWorker {
  /** Looks every second, and when woken, until `stop`. */
  start(): void;
  /** Looks at once for due lanes. */
  wake(): void;
  /** Works until nothing is due; resolves to how many deliveries were tried. For tests and the demo. */
  drain(): Promise<number>;
  /** Finishes what is being sent and stops. */
  stop(): Promise<void>;
}

const PLACES = 16;
const POLL_MS = 1_000;

/** The lane worker of a process: up to 16 lanes at once, order kept within each. */
export function openLaneWorker(ctx: NodeContext, send: SendDelivery): LaneWorker {
  const worker = randomUUID();
  const running = new Set<Promise<number>>();
  let stopped = false;
  let looking: Promise<number> | null = null;
  let again = false;

  async function look(): Promise<number> {
    const lanes = await claimLanes(ctx, worker, PLACES - running.size);
    for (const lane of lanes) {
      const work = workLane(ctx, lane, worker, send).catch((error) => reportTrouble(ctx, error));
      running.add(work);
      void work.finally(() => {
        running.delete(work);
        if (!stopped) wake();
      });
    }
    return lanes.length;
  }

  function wake(): void {
    if (stopped) return;
    if (looking) {
      again = true;
      return;
    }
    looking = look()
      .catch((error) => reportTrouble(ctx, error))
      .finally(() => {
        looking = null;
        if (again) {
          again = false;
          wake();
        }
      });
  }

  let timer: NodeJS.Timeout | null = null;
  return {
    start() {
      timer = setInterval(wake, POLL_MS);
      timer.unref();
      wake();
    },
    wake,
    async drain() {
      let tried = 0;
      for (;;) {
        while (looking) await looking;
        tried += (await Promise.all(running)).reduce((sum, n) => sum + n, 0);
        if (running.size === 0 && (await look()) === 0 && running.size === 0) return tried;
      }
    },
    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      await looking;
      await Promise.all(running);
    },
  };
}

/** One lane until it is empty, closed, or its lease was lost. Returns how many deliveries were tried. */
async function workLane(
  ctx: NodeContext,
  lane: ClaimedLane,
  worker: string,
  send: SendDelivery,
): Promise<number> {
  let tried = 0;
  for (;;) {
    const batch = await nextDeliveries(ctx, lane.origin, 20);
    const done: WaitingDelivery[] = [];
    for (const delivery of batch) {
      const outcome = await send(ctx, delivery);
      tried++;
      if (outcome.kind === "delivered" || outcome.kind === "gone") done.push(delivery);
      if (outcome.kind === "final") await markFailed(ctx, delivery, outcome.error);
      if (outcome.kind !== "later") continue;
      await markDelivered(ctx, lane.origin, done);
      await backOff(ctx, lane, delivery, outcome);
      return tried;
    }
    await markDelivered(ctx, lane.origin, done);
    if (batch.length < 20 || !(await renewLease(ctx, lane.origin, worker))) {
      await releaseLane(ctx, lane.origin, worker);
      return tried;
    }
  }
}

function reportTrouble(ctx: NodeContext, error: unknown): number {
  if (isDatabaseAway(error)) ctx.log.debug("The database is away; lanes wait.");
  else ctx.log.error("A lane stopped: {error}", { error });
  return 0;
}
