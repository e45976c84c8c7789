import { inTransaction, type NodeContext } from "../context.ts";

/** A person hears of a community again as they usually do. It concerns nobody else, so nothing is recorded. */
export function useUsualLevel(ctx: NodeContext, accountId: string, communityId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`delete from notice_levels where account_id = ${accountId} and community_id = ${communityId}`;
  });
}
