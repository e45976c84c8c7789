import { inTransaction, type NodeContext } from "../context.ts";

/** A person wants no mail about a discussion, or wants it again; its notices stand on their page either way. */
export function muteThread(
  ctx: NodeContext,
  choice: { readonly accountId: string; readonly rootId: string; readonly muted: boolean },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    if (choice.muted) {
      await tx.sql`insert into muted_threads (account_id, root_id, muted)
        values (${choice.accountId}, ${choice.rootId}, ${tx.now}) on conflict do nothing`;
    } else {
      await tx.sql`delete from muted_threads where account_id = ${choice.accountId} and root_id = ${choice.rootId}`;
    }
  });
}
