import type { NodeContext } from "../context.ts";

/** Of more entries than so many, reading them together is less work for both sides than being told each. */
export const MOST_RELAYED = 10;

/**
 * Of what one community relays to a node of this kind, and of which more than ten entries wait, only
 * the newest stays in the lane: whoever gets it notices the gap and reads the rest, a hundred entries at a time
 * (profile E.4). Letters, and what waits for other programs, which read no history, stay as they are. Returns how many
 * deliveries went.
 */
export async function shortenBacklog(ctx: NodeContext, origin: string): Promise<number> {
  const gone = await ctx.sql`
    with long as (
      select d.community_id, max(d.id) as newest from deliveries d join peers p on p.origin = d.origin
      where d.origin = ${origin} and p.delivery_class = 'profile' and d.kind = 'relay' and d.seq is not null
        and d.failed is null and d.later is null
      group by d.community_id having count(*) > ${MOST_RELAYED})
    delete from deliveries d using long where d.origin = ${origin} and d.community_id = long.community_id
      and d.kind = 'relay' and d.seq is not null and d.failed is null and d.later is null and d.id < long.newest
    returning 1`;
  return gone.length;
}
