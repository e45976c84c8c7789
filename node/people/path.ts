import type { AnyContext } from "../context.ts";

/** The page path of a person or community by IRI or by the page address its own node gives; null when unknown or hidden. */
export async function findActorPath(ctx: Pick<AnyContext, "sql">, iri: string): Promise<string | null> {
  const [row] = await ctx.sql<{ kind: string; handle: string; local: boolean; iri: string }[]>`
    select a.kind, a.handle, a.peer_id is null as local, a.iri from actors a left join communities c on c.actor_id = a.id
    where (a.iri = ${iri} or a.url = ${iri}) and a.deleted is null and a.kind in ('person', 'group')
      and coalesce(c.level, '') <> 'confidential' limit 1`;
  if (!row) return null;
  const handle = row.local ? row.handle : `${row.handle}@${new URL(row.iri).host}`;
  return row.kind === "group" ? `/c/${handle}` : `/people/${handle}`;
}
