import type { AnyContext } from "../context.ts";
import type { CouncilClaim } from "../ports.ts";

/** The councils this node serves, as it tells other nodes; its own first. */
export async function listCouncilClaims(ctx: Pick<AnyContext, "sql">): Promise<readonly CouncilClaim[]> {
  return ctx.sql<CouncilClaim[]>`
    select register_id as "registerId", name, name_cy as "nameCy", own from organisations where local order by own desc, name`;
}

/** The mail domains of those councils, as this node tells others: whom they prove to be of one. */
export async function listMailDomains(ctx: Pick<AnyContext, "sql">): Promise<readonly string[]> {
  const rows = await ctx.sql<{ domain: string }[]>`
    select distinct d.domain from organisation_domains d join organisations o on o.id = d.organisation_id
    where o.local and o.ended is null order by d.domain limit 200`;
  return rows.map(({ domain }) => domain);
}
