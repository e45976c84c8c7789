import type { NodeContext } from "../context.ts";
import { inTransaction } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { askSoon } from "../peers/presence.ts";
import { markOnItsWay } from "../posts/arrive.ts";
import type { ClaimedLane, WaitingDelivery } from "./claim.ts";

/** How one sending ended. `later`: worth trying again; `final`: refused for good, the lane goes on. */
export type Outcome =
  | { readonly kind: "delivered" }
  | { readonly kind: "gone" }
  | { readonly kind: "final"; readonly error: string }
  | { readonly kind: "later"; readonly error: string; readonly retryAfterSeconds: number | null };

const PARK_AFTER_MS = 72 * 3_600_000;
/** After the first failure: most of them are a restart at the other side. */
const FIRST_WAIT_MS = 5_000;
const SECOND_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** Errors that say that nobody was there. */
const UNREACHED = [
  "timeout",
  "refused",
  "reset",
  "unreachable",
  "dns",
  "closed",
  "http-502",
  "http-503",
  "http-504",
];

/** "Slower" (resolution 37), and the one letter that a server never answers, say nothing against the lane. */
const NO_FAILURE = ["http-429", "unanswered"];

/**
 * Takes delivered entries out of the lane; a post whose Create was handed over is "on its way" from now on. The lane
 * itself is given back by the worker of this name, where it has nothing else in it.
 */
export async function markDelivered(
  ctx: NodeContext,
  origin: string,
  done: readonly WaitingDelivery[],
  giveBack: string | null = null,
): Promise<void> {
  if (done.length === 0) return;
  const now = ctx.clock.now();
  const letters = done.filter((d) => d.kind === "letter").map((d) => d.activityIri);
  const settle = (sql: Reader) => sql`
    with gone as (delete from deliveries where id = any(${done.map((d) => d.id)}))
    update lanes set failures = 0, failing_since = null, last_success = ${now}, last_error = null,
      leased_until = case when leased_by = ${giveBack} then null else leased_until end,
      leased_by = nullif(leased_by, ${giveBack})
    where origin = ${origin}`;
  if (letters.length === 0) await settle(ctx.sql);
  else
    await inTransaction(ctx, async (tx) => {
      await markOnItsWay(tx, letters);
      await settle(tx.sql);
    });
  // Apart: whoever holds the peer's row may wait for somebody who waits for the lane.
  await ctx.sql`update peers set last_heard = ${now} where origin = ${origin}`;
}

/** Keeps an entry that was refused for good, with why, out of the lane's way. */
export async function markFailed(ctx: NodeContext, delivery: WaitingDelivery, error: string): Promise<void> {
  await ctx.sql`update deliveries set failed = ${ctx.clock.now()}, error = ${error}, attempts = attempts + 1 where id = ${delivery.id}`;
}

/**
 * Closes a lane for a while: 5 s, then 30 s doubling to 6 h with a little jitter, or longer, as the other side asked. After 72 h
 * without success it is parked: relay entries are pruned (its node catches up by `cop:sync`), letters stay (resolution 3).
 */
export async function backOff(
  ctx: NodeContext,
  lane: ClaimedLane,
  delivery: WaitingDelivery,
  outcome: Extract<Outcome, { kind: "later" }>,
): Promise<void> {
  const now = ctx.clock.now();
  const asked = outcome.retryAfterSeconds === null ? 0 : outcome.retryAfterSeconds * 1000;
  const own = lane.failures === 0 ? FIRST_WAIT_MS : SECOND_WAIT_MS * 2 ** Math.min(lane.failures - 1, 10);
  const wait = Math.min(LONGEST_WAIT_MS, Math.max(asked, own * (0.9 + Math.random() / 5)));
  const since = lane.failingSince ?? now;
  const parked = now.getTime() - since.getTime() >= PARK_AFTER_MS ? now : null;
  const failed = NO_FAILURE.includes(outcome.error) ? 0 : 1;
  await ctx.sql`update deliveries set attempts = attempts + 1, error = ${outcome.error} where id = ${delivery.id}`;
  await ctx.sql`
    update lanes set failures = failures + ${failed}, failing_since = case when ${failed} = 1 then ${since} else failing_since end,
      open_from = ${new Date(now.getTime() + wait)}, parked = ${parked}, leased_until = null, leased_by = null,
      last_error = ${outcome.error}, last_error_at = ${now}
    where origin = ${lane.origin}`;
  if (parked) await ctx.sql`delete from deliveries where origin = ${lane.origin} and kind = 'relay'`;
  // Only the first time: one that answers and takes nothing would be asked and tried again without end.
  if (lane.failures === 0 && UNREACHED.includes(outcome.error)) await askSoon(ctx, lane.origin);
}

/** Any verified request of a peer shows that it is there: its lane opens at once (resolution 3). */
export async function reopenLane(ctx: NodeContext, origin: string): Promise<void> {
  const now = ctx.clock.now();
  const opened =
    await ctx.sql`update lanes set open_from = ${now}, parked = null, failures = least(failures, 1)
    where origin = ${origin} and (parked is not null or open_from > ${now}) returning 1`;
  if (opened.length > 0) ctx.wake("lanes");
}

/**
 * A node answered what it was asked: a lane that waits because nobody was there waits no longer. One whose deliveries
 * were answered, with an error or "slower", keeps its time.
 */
export async function retryUnreached(ctx: NodeContext, origin: string): Promise<void> {
  const now = ctx.clock.now();
  const opened = await ctx.sql`update lanes set open_from = ${now}
    where origin = ${origin} and parked is null and open_from > ${now} and last_error = any(${UNREACHED}) returning 1`;
  if (opened.length > 0) ctx.wake("lanes");
}

/**
 * Letters nobody could deliver for 30 days are given up; returns what they were, so that the writers can be told. What
 * was laid for parked lanes since they were parked goes too: their nodes catch up by the log.
 */
export async function giveUpLetters(ctx: NodeContext): Promise<readonly { activityIri: string }[]> {
  await ctx.sql`delete from deliveries d using lanes l
    where l.origin = d.origin and l.parked is not null and d.kind = 'relay' and d.failed is null`;
  const before = new Date(ctx.clock.now().getTime() - 30 * 24 * 3_600_000);
  return ctx.sql<{ activityIri: string }[]>`
    update deliveries set failed = ${ctx.clock.now()}, error = 'given-up'
    where kind = 'letter' and failed is null and created < ${before} returning activity_iri as "activityIri"`;
}
