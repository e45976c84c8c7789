import { inTransaction, type NodeContext } from "../context.ts";

const AT_ONCE = 5_000;
/** The same lock as the trigger of `audit_seals` takes: one process seals at a time. */
const LOCK = 7_264_120;

/**
 * Seals the events of the audit record in the order of their numbers, each with the seal of the one before in its hash.
 * A scheduled job calls it every minute. An event is sealed in the round after the one that saw it first, and only once
 * every transaction that may hold an earlier number has ended: writing events waits for nothing. Returns how many.
 */
export function sealAudit(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`select pg_advisory_xact_lock(${LOCK})`;
    // Transactions are counted by the server: another one, after a restore, may begin lower, and the round is noted anew.
    const [round] = await tx.sql<{ upto: number; ended: boolean; foreign: boolean }[]>`
      select upto, beyond <= pg_snapshot_xmin(pg_current_snapshot()) as ended,
        beyond > pg_snapshot_xmax(pg_current_snapshot()) as "foreign" from audit_progress`;
    if (!round?.ended && !round?.foreign) return 0;
    const sealed = round.ended
      ? await tx.sql`
          insert into audit_seals (event_id)
          select id from audit_events where id > (select coalesce(max(event_id), 0) from audit_seals) and id <= ${round.upto}
          order by id limit ${AT_ONCE}`
      : [];
    await tx.sql`
      update audit_progress set upto = (select coalesce(max(id), 0) from audit_events),
        beyond = pg_snapshot_xmax(pg_current_snapshot())
      where upto < (select coalesce(max(id), 0) from audit_events) or ${round.foreign}`;
    return "count" in sealed ? sealed.count : 0;
  });
}
