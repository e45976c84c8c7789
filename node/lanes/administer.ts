import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { lackAgain } from "../logs/aside.ts";
import { refuse } from "../refusal.ts";

/**
 * Tries a lane again at once, whatever it waited for; `failed` puts what was refused for good back in its place too, and
 * reads again what this node could not take of that node's logs. Returns how many deliveries wait in the lane now, and
 * how many entries are read again. Refuses `not-found`.
 */
export function retryLane(
  ctx: NodeContext,
  retry: { readonly origin: string; readonly failed: boolean },
): Promise<{ readonly waiting: number; readonly again: number }> {
  return inTransaction(ctx, async (tx) => {
    const lanes =
      await tx.sql`update lanes set open_from = ${tx.now}, parked = null where origin = ${retry.origin} returning 1`;
    if (lanes.length === 0) refuse("not-found");
    await tx.sql`update deliveries set later = null, trouble = 0 where origin = ${retry.origin}`;
    if (retry.failed)
      await tx.sql`update deliveries set failed = null, error = null where origin = ${retry.origin} and failed is not null`;
    const [row] = await tx.sql<{ n: number }[]>`
      select count(*) as n from deliveries where origin = ${retry.origin} and failed is null`;
    const again = retry.failed ? await lackAgain(tx, { origin: retry.origin }) : 0;
    tx.afterCommit(() => tx.wake("lanes"));
    return { waiting: row?.n ?? 0, again };
  });
}

/**
 * Takes deliveries out of a lane for good: those that failed, all that wait, or one. What a community relays is fetched
 * by its readers when they notice the gap; a letter is lost. Returns how many. Refuses `not-found`.
 */
export function dropDeliveries(
  ctx: NodeContext,
  drop: { readonly origin: string; readonly which: "failed" | "waiting" | { readonly id: number } },
): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { sql } = tx;
    const which =
      typeof drop.which === "object"
        ? sql`id = ${drop.which.id}`
        : sql`(failed is not null) = ${drop.which === "failed"}`;
    const [lane] = await sql`select 1 from lanes where origin = ${drop.origin} for update`;
    if (!lane) refuse("not-found");
    const dropped = await sql`delete from deliveries where origin = ${drop.origin} and ${which} returning 1`;
    if (dropped.length === 0 && typeof drop.which === "object") refuse("not-found");
    // Whoever runs the command line acts as the node, not as a person.
    const facts = { count: dropped.length, which: typeof drop.which === "object" ? "one" : drop.which };
    await recordAudit(tx, { kind: "deliveries.dropped", accountId: null, subject: drop.origin, facts });
    return dropped.length;
  });
}
