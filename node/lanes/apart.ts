import type { NodeContext } from "../context.ts";
import type { WaitingDelivery } from "./claim.ts";
import { markFailed } from "./settle.ts";

/** Errors that may be of this one delivery: the other side failed on it or never answers it, or this node could not make it. */
const ITS_OWN = ["http-500", "internal", "unanswered"];
/** So many new ones that the other side fails at in a row: it is the other side, not they. */
export const MOST_APART = 3;
/** Failing so often while others were delivered in between, it will never be taken. */
const MOST_TROUBLE = 4;
/** What this node itself cannot make, it cannot make however often it tries. */
const MOST_OWN_TRIES = 5;
const FIRST_WAIT_SECONDS = 5;
const SECOND_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 6 * 3_600;

/**
 * Lets a delivery that failed by itself wait by itself (5 s, then 30 s doubling to 6 h), so that the others of its lane
 * go on. It is set aside as failed, with the error, once others got through between five tries of it, or when this node
 * itself failed to make it five times. False when the error is of another kind: then the whole lane is to wait.
 */
export async function setApart(
  ctx: NodeContext,
  origin: string,
  failing: { readonly delivery: WaitingDelivery; readonly error: string },
): Promise<boolean> {
  const { delivery, error } = failing;
  if (!ITS_OWN.includes(error)) return false;
  const now = ctx.clock.now();
  const doubled = SECOND_WAIT_SECONDS * 2 ** Math.min(delivery.attempts - 1, 10);
  const seconds = delivery.attempts === 0 ? FIRST_WAIT_SECONDS : Math.min(LONGEST_WAIT_SECONDS, doubled);
  const [row] = await ctx.sql<{ trouble: number }[]>`
    update deliveries d set attempts = attempts + 1, error = ${error}, tried = ${now},
      later = ${new Date(now.getTime() + seconds * 1000)},
      trouble = trouble + case when l.last_success >= d.tried then 1 else 0 end
    from lanes l where l.origin = d.origin and d.id = ${delivery.id} returning trouble`;
  await ctx.sql`update lanes set last_error = ${error}, last_error_at = ${now} where origin = ${origin}`;
  const own = error === "internal" && delivery.attempts + 1 >= MOST_OWN_TRIES;
  if (own || (row?.trouble ?? 0) >= MOST_TROUBLE) await markFailed(ctx, delivery, error);
  return true;
}

/** Whether the other side failed at something that it was never given before. */
export function isFirstRefusal(delivery: WaitingDelivery, error: string): boolean {
  return error === "http-500" && delivery.attempts === 0;
}
