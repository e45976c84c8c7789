import type { WriteContext } from "../context.ts";

export interface LogDecision {
  readonly communityId: string;
  /** What is decided: the kind of act and the ids it is about. */
  readonly topic: string;
  readonly epoch: string;
  readonly seq: number;
}

/**
 * Says that an entry of a log decides on a topic, in the transaction of its effect. False when a later entry has
 * decided already: this one has no effect any more. Of acts that can be undone the highest number counts.
 */
export async function decideLast(tx: WriteContext, decision: LogDecision): Promise<boolean> {
  const rows = await tx.sql`
    insert into log_decisions (community_id, topic, epoch, seq)
    values (${decision.communityId}, ${decision.topic}, ${decision.epoch}, ${decision.seq})
    on conflict (community_id, topic) do update set epoch = excluded.epoch, seq = excluded.seq
      where log_decisions.epoch <> excluded.epoch or log_decisions.seq <= excluded.seq
    returning 1`;
  return rows.length > 0;
}

/** The log went back behind what was known of it: what was decided there counts no more. */
export async function forgetDecisions(tx: WriteContext, communityId: string): Promise<void> {
  await tx.sql`delete from log_decisions where community_id = ${communityId}`;
}
