import type { AnyContext } from "../context.ts";

export interface CouncilChoice {
  readonly name: string;
  /** Origin of the node that serves it. */
  readonly origin: string;
}

/** Councils whose people can reply from their own site: this node's and those of connected ones, by name. */
export async function listCouncilChoices(
  ctx: Pick<AnyContext, "sql" | "iris">,
): Promise<readonly CouncilChoice[]> {
  return ctx.sql<CouncilChoice[]>`
    select o.name, coalesce(p.origin, ${ctx.iris.origin}) as origin from organisations o left join peers p on p.id = o.peer_id
    where o.local or (o.accepted and p.state in ('accepted', 'paused')) order by o.name`;
}

/** Names of connected nodes that took no delivery, or gave no answer, twice running, with since when. */
export async function listAway(
  ctx: Pick<AnyContext, "sql">,
): Promise<readonly { name: string; since: Date }[]> {
  return ctx.sql`select p.name, min(late.since) as since from peers p join lateral (
      select p.away_since as since where p.away_failures >= 2
      union all select l.failing_since from lanes l where l.origin = p.origin and l.failures >= 2) late on true
    where p.state = 'accepted' and late.since is not null group by p.id, p.name order by p.name`;
}
