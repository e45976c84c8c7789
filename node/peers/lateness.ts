import type { AnyContext } from "../context.ts";
import type { Lateness } from "../posts/types.ts";
import { causeOf } from "./cause.ts";

/**
 * Whether the node of a community or person elsewhere is late, with since when and why: it took no delivery, or gave no
 * answer, twice running. Null when all is well.
 */
export async function findLateness(ctx: Pick<AnyContext, "sql">, iri: string): Promise<Lateness | null> {
  const [row] = await ctx.sql<{ name: string; since: Date; error: string | null }[]>`
    select p.name, late.since, late.error from peers p join lateral (
      select p.away_since as since, p.away_error as error where p.away_failures >= 2
      union all select l.failing_since, l.last_error from lanes l where l.origin = p.origin and l.failures >= 2) late on true
    where p.origin = ${new URL(iri).origin} and late.since is not null order by late.since limit 1`;
  return row ? { home: row.name, since: row.since, cause: causeOf(row.error) } : null;
}
