import type { AnyContext } from "../context.ts";

/** Row ids of the people among these IRIs that this node knows, at most 50. */
export async function knownActorIds(ctx: AnyContext, iris: readonly string[]): Promise<readonly string[]> {
  if (iris.length === 0) return [];
  const rows = await ctx.sql<{ id: string }[]>`
    select id from actors where iri = any(${iris.slice(0, 50)}) and kind = 'person' and deleted is null`;
  return rows.map((row) => row.id);
}
