import type { AnyContext } from "../context.ts";

/** What is held of a community elsewhere by the IRI of its Group; null when nothing is. */
export async function findKnownCommunity(
  ctx: AnyContext,
  iri: string,
): Promise<{ id: string; stub: boolean; updated: Date } | null> {
  const [row] = await ctx.sql<{ id: string; stub: boolean; updated: Date }[]>`
    select c.id, c.stub, c.updated from communities c join actors g on g.id = c.actor_id where g.iri = ${iri}`;
  return row ?? null;
}
