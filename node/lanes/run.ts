import type { NodeContext } from "../context.ts";
import { isDatabaseAway } from "../db/open.ts";
import {
  type ClaimedLane,
  LEASE_MS,
  nextDeliveries,
  releaseLane,
  renewLease,
  type WaitingDelivery,
} from "./claim.ts";
import { backOff, markDelivered, markFailed, type Outcome } from "./settle.ts";

/** Sends one delivery (filled by federation/): renders once, signs now, posts. Never throws for what the other side does. */
export type SendDelivery = (ctx: NodeContext, delivery: WaitingDelivery) => Promise<Outcome>;

const BATCH = 20;
/** A delivery that this node itself fails on is set aside after so many tries, and the lane goes on. */
const MOST_OWN_FAILURES = 5;

export interface LaneRun {
  readonly send: SendDelivery;
  /** Name under which the lease is held. */
  readonly worker: string;
}

/** Works on a claimed lane until it is empty, closed, or its lease was lost. Returns how many deliveries were tried. */
export async function workLane(ctx: NodeContext, lane: ClaimedLane, run: LaneRun): Promise<number> {
  const lease = keepLease(ctx, lane.origin, run.worker);
  try {
    let tried = 0;
    for (let current = lane; ; current = working(lane)) {
      const batch = await nextDeliveries(ctx, lane.origin, BATCH);
      const sent = await sendBatch(ctx, current, { batch, run, lease });
      tried += sent.tried;
      if (sent.closed || lease.lost) return tried;
      if (batch.length === BATCH) continue;
      await releaseLane(ctx, lane.origin, run.worker);
      return tried;
    }
  } finally {
    lease.end();
  }
}

interface Batch {
  readonly batch: readonly WaitingDelivery[];
  readonly run: LaneRun;
  readonly lease: Lease;
}

/** Sends in order until one is to wait; what was delivered before it is taken out of the lane. */
async function sendBatch(
  ctx: NodeContext,
  lane: ClaimedLane,
  { batch, run, lease }: Batch,
): Promise<{ tried: number; closed: boolean }> {
  const done: WaitingDelivery[] = [];
  let tried = 0;
  for (const delivery of batch) {
    if (lease.lost) break;
    const outcome = await sendOne(ctx, delivery, run.send);
    tried++;
    if (outcome.kind === "delivered" || outcome.kind === "gone") done.push(delivery);
    if (outcome.kind === "final") await markFailed(ctx, delivery, outcome.error);
    if (outcome.kind !== "later") continue;
    await markDelivered(ctx, lane.origin, done);
    await backOff(ctx, done.length > 0 ? working(lane) : lane, delivery, outcome);
    return { tried, closed: true };
  }
  await markDelivered(ctx, lane.origin, done);
  return { tried, closed: false };
}

/** A lane on which something was delivered a moment ago has no failures behind it. */
function working(lane: ClaimedLane): ClaimedLane {
  return { origin: lane.origin, failures: 0, failingSince: null };
}

/** An error of our own waits and is tried again; the last time it is final, so that it cannot hold up the others. */
async function sendOne(ctx: NodeContext, delivery: WaitingDelivery, send: SendDelivery): Promise<Outcome> {
  try {
    return await send(ctx, delivery);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    ctx.log.error("Delivery {id} could not be made: {error}", { id: delivery.id, error });
    if (delivery.attempts + 1 >= MOST_OWN_FAILURES) return { kind: "final", error: "internal" };
    return { kind: "later", error: "internal", retryAfterSeconds: null };
  }
}

interface Lease {
  /** Another worker has the lane now. */
  readonly lost: boolean;
  end(): void;
}

/** Keeps a lease alive however long the other side takes to answer. */
function keepLease(ctx: NodeContext, origin: string, worker: string): Lease {
  const lease = { lost: false, end: () => clearInterval(timer) };
  const timer = setInterval(() => {
    renewLease(ctx, origin, worker).then(
      (kept) => {
        lease.lost ||= !kept;
      },
      // The database is away for the moment: whether the lease is lost shows when it is back.
      () => {},
    );
  }, LEASE_MS / 5);
  timer.unref();
  return lease;
}
