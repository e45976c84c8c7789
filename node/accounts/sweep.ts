import { inTransaction, type NodeContext } from "../context.ts";
import { sweepTries } from "./limits.ts";

const DAY_MS = 86_400_000;

/**
 * Forgets what has served: counters quiet for a day, links and sessions over for 30 days, keys over for 90, and the IP addresses of the
 * audit record after 90 days. A scheduled job calls it daily.
 */
export async function sweepAccounts(ctx: NodeContext): Promise<void> {
  await sweepTries(ctx);
  await inTransaction(ctx, async (tx) => {
    const month = new Date(tx.now.getTime() - 30 * DAY_MS);
    const quarter = new Date(tx.now.getTime() - 90 * DAY_MS);
    await tx.sql`delete from tokens where least(used, expires) < ${month}`;
    await tx.sql`delete from sessions where least(ended, expires) < ${month}`;
    await tx.sql`delete from api_tokens where least(revoked, expires) < ${quarter}`;
    await tx.sql`delete from audit_addresses where event_id in (select id from audit_events where happened < ${quarter})`;
  });
}
