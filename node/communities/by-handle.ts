import type { AnyContext } from "../context.ts";

/** A local community by its handle, former ones too; hidden ones do not exist here. Null when there is none. */
export async function findGroupByHandle(
  ctx: AnyContext,
  handle: string,
): Promise<{ iri: string; handle: string } | null> {
  const [row] = await ctx.sql<{ iri: string; handle: string }[]>`
    select g.iri, g.handle from handles h join actors g on g.id = h.actor_id join communities c on c.actor_id = g.id
    where h.handle = ${handle} and c.level <> 'confidential'`;
  return row ?? null;
}
