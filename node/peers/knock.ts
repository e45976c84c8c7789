import type { NodeContext } from "../context.ts";

const MOST_KNOCKS = 1_000;

/** Remembers that an unknown node tried to send something: one row per origin, capped, without a fetch (resolution 9). */
export async function knock(ctx: NodeContext, origin: string): Promise<void> {
  await ctx.sql`
    insert into peers (origin, name, created) select ${origin}, ${new URL(origin).host}, ${ctx.clock.now()}
    where (select count(*) from peers where state = 'known') < ${MOST_KNOCKS} on conflict do nothing`;
}
