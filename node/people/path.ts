import type { AnyContext } from "../context.ts";
import { hasWritten } from "../posts/authors.ts";
import { belongsInPublic } from "./in-public.ts";

/**
 * The page path of a person or community by IRI or by the page address its own node gives. Null when unknown or hidden,
 * and for people of this node who never took part in anything that everyone may read (resolution 22).
 */
export async function findActorPath(ctx: Pick<AnyContext, "sql">, iri: string): Promise<string | null> {
  const [row] = await ctx.sql<{ kind: string; handle: string; local: boolean; iri: string }[]>`
    select a.kind, a.handle, a.peer_id is null as local, a.iri from actors a left join communities c on c.actor_id = a.id
    where (a.iri = ${iri} or a.url = ${iri}) and a.deleted is null and a.kind in ('person', 'group')
      and coalesce(c.level, '') <> 'confidential'
      and (a.peer_id is not null or a.kind = 'group' or ${hasWritten(ctx.sql, ctx.sql`a.id`)} or ${belongsInPublic(ctx.sql, ctx.sql`a.id`)})
    limit 1`;
  if (!row) return null;
  const handle = row.local ? row.handle : `${row.handle}@${new URL(row.iri).host}`;
  return row.kind === "group" ? `/c/${handle}` : `/people/${handle}`;
}
