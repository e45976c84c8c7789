import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { peerById } from "./read.ts";

/** The most that may be asked for; the same bounds as the settings that new peers begin with. */
export const HISTORY_MOST = { days: 36_500, items: 10_000_000 } as const;

export interface HistoryChoice {
  /** Whether the communities of the node are followed before anybody here joins one. */
  readonly bring: boolean;
  /** Days before now, from 0. */
  readonly days: number;
  /** Entries of each community, from 0. */
  readonly items: number;
}

/**
 * Says how much of a node's older discussions comes here. Where more is wanted than before, what was left out is brought
 * now; what is here stays where less is wanted. Refuses `not-found`, `invalid` (`days`, `items`).
 */
export function chooseHistory(
  ctx: NodeContext,
  choosing: HistoryChoice & { peerId: string; accountId: string | null },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { bring, days, items } = choosing;
    const peer = (await peerById(tx.sql, choosing.peerId, "update")) ?? refuse("not-found");
    if (!within(days, HISTORY_MOST.days)) refuse("invalid", { field: "days" });
    if (!within(items, HISTORY_MOST.items)) refuse("invalid", { field: "items" });
    // Following, and no longer following, is what reading the directory does.
    await tx.sql`update peers set bring_history = ${bring}, history_days = ${days}, history_items = ${items},
      directory_due = case when state = 'accepted' then ${tx.now} else directory_due end where id = ${peer.id}`;
    if (days > peer.historyDays || items > peer.historyItems)
      await tx.sql`update communities c set history_floor = 0, history_state = 'wanted' from actors g
        where g.id = c.actor_id and g.peer_id = ${peer.id} and c.history_floor > 0`;
    await recordAudit(tx, {
      kind: "peer.history",
      accountId: choosing.accountId,
      subject: peer.origin,
      facts: { bring, days, items },
    });
    tx.afterCommit(() => tx.wake("changes"));
  });
}

function within(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}
