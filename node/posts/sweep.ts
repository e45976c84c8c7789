import { inTransaction, type NodeContext } from "../context.ts";

const REMEMBERED_DAYS = 400;

/** Forgets the ids of what was deleted long ago (resolution 26). A scheduled job calls it. */
export async function sweepTombstones(ctx: NodeContext): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.sql`delete from tombstones where deleted < ${new Date(tx.now.getTime() - REMEMBERED_DAYS * 86_400_000)}`;
  });
}
