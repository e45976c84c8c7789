import { inTransaction, type NodeContext } from "../context.ts";

/** Remembers that a person has read a thread up to now; what comes later is new to them. Done by POST only. */
export function markRead(ctx: NodeContext, accountId: string, rootId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`insert into reading (account_id, root_id, read_to)
      select ${accountId}, id, ${tx.now} from posts where id = ${rootId} and kind <> 'reply'
      on conflict (account_id, root_id) do update set read_to = greatest(reading.read_to, excluded.read_to)`;
  });
}
