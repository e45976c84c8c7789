import type { NodeContext } from "../context.ts";
import { isDatabaseAway } from "../db/open.ts";
import { isFirstRefusal, MOST_APART, setApart } from "./apart.ts";
import {
  type ClaimedLane,
  LEASE_MS,
  nextDeliveries,
  releaseLane,
  renewLease,
  type WaitingDelivery,
} from "./claim.ts";
import { backOff, markDelivered, markFailed, type Outcome } from "./settle.ts";
import { shortenBacklog } from "./shorten.ts";

/** Sends one delivery (filled by federation/): renders once, signs now, posts. Never throws for what the other side does. */
export type SendDelivery = (ctx: NodeContext, delivery: WaitingDelivery) => Promise<Outcome>;

const BATCH = 20;

export interface LaneRun {
  readonly send: SendDelivery;
  /** Name under which the lease is held. */
  readonly worker: string;
  /** True once the process is to end: what waits is left to another. */
  readonly stopping: () => boolean;
  /** Called with how many entries of logs the other side was told of, one by one or by their newest. */
  readonly relayed?: (entries: number) => void;
}

/** Works on a claimed lane until it is empty, closed, or its lease was lost. Returns how many deliveries were tried. */
export async function workLane(ctx: NodeContext, lane: ClaimedLane, run: LaneRun): Promise<number> {
  const lease = keepLease(ctx, lane.origin, run.worker);
  try {
    let tried = 0;
    for (let current = lane; ; current = working(lane)) {
      const shortened = await shortenBacklog(ctx, lane.origin);
      const batch = await nextDeliveries(ctx, lane.origin, BATCH);
      run.relayed?.(shortened + batch.filter((delivery) => delivery.kind === "relay").length);
      const sent = await sendBatch(ctx, current, { batch, run, lease });
      tried += sent.tried;
      if (sent.closed || sent.givenBack || lease.lost) return tried;
      if (batch.length === BATCH && !run.stopping()) continue;
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

/**
 * Sends in order until the lane is to wait; what was delivered before it is taken out of the lane. One that fails by
 * itself waits by itself, with what else is said of the same thing, and the others go on (experiment R18).
 */
async function sendBatch(
  ctx: NodeContext,
  lane: ClaimedLane,
  { batch, run, lease }: Batch,
): Promise<{ tried: number; closed: boolean; givenBack: boolean }> {
  const done: WaitingDelivery[] = [];
  const apart = new Set<string | null>();
  let [tried, delivered, inARow] = [0, 0, 0];
  for (const delivery of batch) {
    if (lease.lost || run.stopping()) break;
    if (delivery.kind === "letter" && apart.has(delivery.objectIri)) continue;
    const outcome = await sendOne(ctx, delivery, run.send);
    tried++;
    ctx.metrics.delivery(delivery.kind, outcome.kind);
    if (outcome.kind === "delivered" || outcome.kind === "gone") delivered = done.push(delivery);
    if (outcome.kind === "final") await markFailed(ctx, delivery, outcome.error);
    if (outcome.kind !== "later") {
      inARow = 0;
      continue;
    }
    apart.add(delivery.objectIri ?? delivery.activityIri);
    await markDelivered(ctx, lane.origin, done.splice(0));
    inARow += isFirstRefusal(delivery, outcome.error) ? 1 : 0;
    if (inARow < MOST_APART && (await setApart(ctx, lane.origin, { delivery, error: outcome.error })))
      continue;
    await backOff(ctx, delivered > 0 ? working(lane) : lane, delivery, outcome);
    return { tried, closed: true, givenBack: false };
  }
  const givenBack = batch.length < BATCH && done.length > 0 && !lease.lost;
  await markDelivered(ctx, lane.origin, done, givenBack ? run.worker : null);
  return { tried, closed: false, givenBack };
}

/** A lane on which something was delivered a moment ago has no failures behind it. */
function working(lane: ClaimedLane): ClaimedLane {
  return { origin: lane.origin, failures: 0, failingSince: null };
}

/** An error of our own is one of this delivery: it waits by itself. */
async function sendOne(ctx: NodeContext, delivery: WaitingDelivery, send: SendDelivery): Promise<Outcome> {
  try {
    return await send(ctx, delivery);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    ctx.log.error("Delivery {id} could not be made: {error}", { id: delivery.id, error });
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
