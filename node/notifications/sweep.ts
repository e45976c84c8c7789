import { inTransaction, type NodeContext } from "../context.ts";

const DAY_MS = 86_400_000;

/**
 * Forgets what has served: mails 30 days after they left or failed, what digests choose from after 60 days, and
 * notices after a year. A scheduled job calls it.
 */
export async function sweepNotices(ctx: NodeContext): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = (days: number) => new Date(tx.now.getTime() - days * DAY_MS);
    await tx.sql`delete from mails where coalesce(sent, failed) < ${before(30)}`;
    await tx.sql`delete from news where told < ${before(60)}`;
    // Longer than `news`, so that nothing is told a second time.
    await tx.sql`delete from notices where not listed and created < ${before(90)}`;
    await tx.sql`delete from notices where created < ${before(365)}`;
  });
}
