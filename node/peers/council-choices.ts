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

/** Names of connected nodes that do not answer now, for "Somerset is not answering". */
export async function listAway(
  ctx: Pick<AnyContext, "sql">,
): Promise<readonly { name: string; since: Date }[]> {
  return ctx.sql`select p.name, l.failing_since as since from peers p join lanes l on l.origin = p.origin
    where p.state = 'accepted' and l.failing_since is not null and l.failures >= 2 order by p.name`;
}
