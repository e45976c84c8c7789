import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";

/** Whoever opened a community ends that before its time; nothing of it can be read from then on. Refuses `not-found`. */
export function endBreakGlass(
  ctx: NodeContext | WriteContext,
  ending: { readonly accountId: string; readonly communityId: string },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { accountId, communityId } = ending;
    const [row] = await tx.sql<{ id: string }[]>`
      update break_glass set ended = ${tx.now} where account_id = ${accountId} and community_id = ${communityId}
        and ended is null and until > ${tx.now} returning id`;
    if (!row) refuse("not-found");
    await recordAudit(tx, { kind: "break-glass.ended", accountId, subject: row.id, facts: { communityId } });
  });
}
