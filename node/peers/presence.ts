import type { NodeContext } from "../context.ts";

/** Each is asked this often; a node with many peers asks about seven a second, one with few says sooner who is away. */
const PER_PEER_MS = 150;
const SHORTEST_MS = 10_000;
const LONGEST_MS = 60_000;

/** A connected node that is to be asked whether it is there. */
export interface PeerToAsk {
  readonly origin: string;
  /** Whatever it did not answer before: there is a reason to think that it answers now. */
  readonly atOnce: boolean;
}

/** Connected nodes that nothing was asked of for a while (10 s to a minute, by how many there are), or that were heard again. */
export async function listPeersToAsk(ctx: NodeContext): Promise<readonly PeerToAsk[]> {
  const now = ctx.clock.now().getTime();
  const [peers] = await ctx.sql<{ n: number }[]>`
    select count(*)::int as n from peers where state = 'accepted'`;
  const every = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, (peers?.n ?? 0) * PER_PEER_MS));
  // After a first failure it is asked again soon: one lost answer is not an outage.
  return ctx.sql<PeerToAsk[]>`
    select origin, asked is null as "atOnce" from peers where state = 'accepted' and (asked is null or asked <= case when away_failures = 1
      then ${new Date(now - SHORTEST_MS)}::timestamptz else ${new Date(now - every)}::timestamptz end)
    order by asked nulls first`;
}

/** Nothing could be handed to a node that was there: it is asked at once, so that pages can say whether it answers. */
export async function askSoon(ctx: NodeContext, origin: string): Promise<void> {
  await ctx.sql`
    update peers set asked = null where origin = ${origin} and state = 'accepted' and away_since is null`;
}

/** A node that does not answer what it is asked was heard itself, with its signature: it is asked at once (R02). */
export async function askAgain(ctx: NodeContext, origin: string): Promise<void> {
  const due = await ctx.sql`update peers set asked = null
    where origin = ${origin} and state = 'accepted' and away_failures > 0 and asked is not null returning 1`;
  if (due.length > 0) ctx.wake("changes");
}

/** All connected nodes are asked next: this node has just started, and they learn from it that it is there. */
export async function askAllSoon(ctx: NodeContext): Promise<void> {
  await ctx.sql`update peers set asked = null where state = 'accepted' and asked is not null`;
}

/** A node answered what it was asked. True when it had not answered before: it is back. */
export async function noteThere(ctx: NodeContext, origin: string): Promise<boolean> {
  const [peer] = await ctx.sql<{ failures: number }[]>`
    select away_failures as failures from peers where origin = ${origin}`;
  await ctx.sql`
    update peers set asked = ${ctx.clock.now()}, away_since = null, away_failures = 0, away_error = null
    where origin = ${origin}`;
  return (peer?.failures ?? 0) > 0;
}

/** A node did not answer. `error`: a name of the egress, or `http-<status>`. */
export async function noteAway(ctx: NodeContext, origin: string, error: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.sql`
    update peers set asked = ${now}, away_since = coalesce(away_since, ${now}), away_failures = away_failures + 1,
      away_error = ${error} where origin = ${origin}`;
}
