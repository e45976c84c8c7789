import type { AnyContext } from "../context.ts";
import type { Lateness } from "../posts/types.ts";
import { causeOf } from "./cause.ts";

/** Whether the node of a community or person elsewhere is late, with since when and why; null when all is well. */
export async function findLateness(ctx: Pick<AnyContext, "sql">, iri: string): Promise<Lateness | null> {
  const [row] = await ctx.sql<{ name: string; since: Date; error: string | null }[]>`
    select p.name, l.failing_since as since, l.last_error as error from peers p join lanes l on l.origin = p.origin
    where p.origin = ${new URL(iri).origin} and l.failing_since is not null and l.failures >= 2`;
  return row ? { home: row.name, since: row.since, cause: causeOf(row.error) } : null;
}
