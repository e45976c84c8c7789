import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { isDatabaseAway, isDeadlock } from "../db/open.ts";
import { type Loop, startLoop } from "../jobs/loop.ts";
import { logOf } from "../log.ts";
import { forgetFailure, listFailing, noteFailure } from "./failures.ts";
import { isMoreAfter, listChangesAfter, type Place } from "./read.ts";
import type { Change } from "./record.ts";

/** What a consumer does with one change. Its effects commit together with the consumer's place in the record. */
export type Apply = (tx: WriteContext, change: Change) => Promise<void>;

/** What a consumer does with several, in their order. Where it throws, they are taken in one by one. */
export type ApplyTogether = (tx: WriteContext, changes: readonly Change[]) => Promise<void>;

export interface Follower {
  /** Takes in one batch; returns how many changes were done with. */
  run(): Promise<number>;
  /**
   * Takes in everything there is, also what an older transaction still holds back, without waiting between tries;
   * returns how many changes were done with.
   */
  drain(): Promise<number>;
  /** Follows the record until `stop`; `wake` makes it look at once. */
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

export interface FollowOptions {
  /** Changes per transaction. */
  readonly batch?: number;
  /** For consumers to which it is less work. Whatever it did before it threw may be done again. */
  readonly together?: ApplyTogether;
}

const START: Place = { xid: "0", position: 0 };
const HELD_BACK_MS = 5;
/** On a busy node each round would find one change or two, and cost what ten cost. */
const GAP_MS = 500;
/** No consumer reads beyond the oldest transaction that runs: a long batch would keep the others waiting. */
const LONGEST_BATCH_MS = 250;

/**
 * A consumer of the record: takes in every change once, in order, whatever the process does. The place it has come to
 * is a row of `consumers`, moved in the transaction of the effects. One process at a time runs a consumer. A change it
 * fails on is tried five times, a little later each time, then set aside (`consumer_failures`), and the rest goes on.
 */
export function followChanges(
  ctx: NodeContext,
  name: string,
  apply: Apply,
  options: FollowOptions = {},
): Follower {
  const { batch = 100 } = options;
  let loop: Loop | null = null;
  const what = { name, apply, together: options.together ?? null, batch };
  const once = async (patient: boolean) => {
    const taken = await inTransaction(ctx, (tx) => takeBatch(tx, { ...what, patient }));
    ctx.metrics.changes(name, taken.done);
    return taken;
  };
  return {
    run: async () => (await once(true)).done,
    drain: () => drainAll(ctx, name, () => once(false)),
    start() {
      const run = async () => {
        const { done, stuck } = await once(true);
        // An older transaction may hold more back.
        if (done > 0 && !stuck) loop?.wake();
        return done === batch;
      };
      loop ??= startLoop({ everySeconds: 1, gapMs: GAP_MS, log: logOf("changes"), run });
    },
    wake: () => loop?.wake(),
    async stop() {
      await loop?.stop();
      loop = null;
    },
  };
}

async function drainAll(ctx: NodeContext, name: string, once: () => Promise<Taken>): Promise<number> {
  let total = 0;
  for (;;) {
    const { done, stuck } = await once();
    total += done;
    if (done > 0 || stuck) continue;
    if (!(await isMoreAfter(ctx, await readPlace(ctx, name)))) return total;
    await new Promise((resolve) => setTimeout(resolve, HELD_BACK_MS));
  }
}

interface Batch {
  readonly name: string;
  readonly apply: Apply;
  readonly together: ApplyTogether | null;
  readonly batch: number;
  /** Waits before it tries a failed change again. */
  readonly patient: boolean;
}

interface Taken {
  readonly done: number;
  /** A change failed and will be tried again. */
  readonly stuck: boolean;
}

async function takeBatch(tx: WriteContext, batch: Batch): Promise<Taken> {
  // Sent together, and done in this order: the place is read once the consumer is ours.
  const [ours, read, failing] = await Promise.all([
    tryToOwn(tx, batch.name),
    readPlace(tx, batch.name),
    listFailing(tx, batch.name),
  ]);
  if (!ours) return { done: 0, stuck: false };
  if (read === START)
    await tx.sql`insert into consumers (name) values (${batch.name}) on conflict do nothing`;
  const changes = await listChangesAfter(tx, read, batch.batch);
  if (
    failing.size === 0 &&
    (await takeAll(
      tx,
      batch,
      changes.map((one) => one.change),
    ))
  ) {
    const end = changes.at(-1);
    if (end) await moveTo(tx, batch.name, end.place);
    return { done: changes.length, stuck: false };
  }
  let done = 0;
  let last: Place | null = null;
  let stuck = false;
  const began = performance.now();
  for (const { place, change } of changes) {
    if (performance.now() - began > LONGEST_BATCH_MS) break;
    const due = failing.get(change.id);
    if (batch.patient && due && due > tx.now) break;
    stuck = !(await takeOne(tx, batch, change));
    if (due && !stuck) await forgetFailure(tx, batch.name, change.id);
    if (stuck) break;
    last = place;
    done++;
  }
  if (last) await moveTo(tx, batch.name, last);
  return { done, stuck };
}

async function tryToOwn(tx: WriteContext, name: string): Promise<boolean> {
  const [lock] = await tx.sql<{ ok: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`consumer:${name}`}, 0)) as ok`;
  return lock?.ok === true;
}

/** True when all were taken in together; false where that is not done, or one of them fails. */
async function takeAll(tx: WriteContext, batch: Batch, changes: readonly Change[]): Promise<boolean> {
  const { together } = batch;
  if (!together || changes.length < 2) return false;
  try {
    await tx.sql.savepoint((sql) => together({ ...tx, sql }, changes));
    return true;
  } catch (error) {
    if (isDatabaseAway(error) || isDeadlock(error)) throw error;
    return false;
  }
}

async function moveTo(tx: WriteContext, name: string, { xid, position }: Place): Promise<void> {
  await tx.sql`update consumers set xid = ${xid}::xid8, position = ${position} where name = ${name}`;
}

/** True when the change is done with: taken in, or set aside. */
async function takeOne(tx: WriteContext, batch: Batch, change: Change): Promise<boolean> {
  try {
    await tx.sql.savepoint(async (sql) => {
      await batch.apply({ ...tx, sql }, change);
    });
    return true;
  } catch (error) {
    // Not the fault of the change: the whole batch is done again.
    if (isDatabaseAway(error) || isDeadlock(error)) throw error;
    const setAside = await noteFailure(tx, batch.name, change.id, error);
    const facts = { consumer: batch.name, change: change.id, kind: change.kind, error };
    const tell = () =>
      logOf("changes").error("{consumer} set change {change} ({kind}) aside: {error}", facts);
    if (setAside) tx.afterCommit(tell);
    return setAside;
  }
}

async function readPlace(ctx: NodeContext | WriteContext, name: string): Promise<Place> {
  const [row] = await ctx.sql<Place[]>`select xid, position from consumers where name = ${name}`;
  return row ?? START;
}
