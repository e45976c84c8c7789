import type { AnyContext } from "../context.ts";
import type { Fragment } from "../db/open.ts";
import { hasWritten } from "../posts/authors.ts";
import { belongsInPublic } from "./in-public.ts";

type Reads = Pick<AnyContext, "sql" | "iris">;

/**
 * The page path of a person or community by IRI or by the page address its own node gives. Null when unknown or hidden,
 * and for people of this node who never took part in anything that everyone may read (resolution 22).
 */
export function findActorPath(ctx: Reads, iri: string): Promise<string | null> {
  return pathWhere(ctx, ctx.sql`(a.iri = ${iri} or a.url = ${iri})`);
}

/** The same by handle and the host of its own node, as page addresses on other sites name it. */
export function findNamedActorPath(
  ctx: Reads,
  name: { readonly kind: "group" | "person"; readonly handle: string; readonly host: string },
): Promise<string | null> {
  const handle = name.handle.toLowerCase();
  return pathWhere(
    ctx,
    ctx.sql`a.kind = ${name.kind} and lower(a.handle) = ${handle} and split_part(a.iri, '/', 3) = ${name.host.toLowerCase()}`,
  );
}

async function pathWhere({ sql }: Reads, which: Fragment): Promise<string | null> {
  const [row] = await sql<{ kind: string; handle: string; local: boolean; iri: string }[]>`
    select a.kind, a.handle, a.peer_id is null as local, a.iri from actors a left join communities c on c.actor_id = a.id
    where ${which} and a.deleted is null and a.kind in ('person', 'group')
      and coalesce(c.level, '') <> 'confidential'
      and (a.peer_id is not null or a.kind = 'group' or ${hasWritten(sql, sql`a.id`)} or ${belongsInPublic(sql, sql`a.id`)})
    limit 1`;
  if (!row) return null;
  const handle = row.local ? row.handle : `${row.handle}@${new URL(row.iri).host}`;
  return row.kind === "group" ? `/c/${handle}` : `/people/${handle}`;
}
