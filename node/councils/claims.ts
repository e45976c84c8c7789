import type { AnyContext } from "../context.ts";
import type { CouncilClaim } from "../ports.ts";

/** The councils this node serves, as it tells other nodes; its own first. */
export async function listCouncilClaims(ctx: Pick<AnyContext, "sql">): Promise<readonly CouncilClaim[]> {
  return ctx.sql<CouncilClaim[]>`
    select register_id as "registerId", name, name_cy as "nameCy", own from organisations where local order by own desc, name`;
}
