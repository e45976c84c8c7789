import type { AnyContext } from "../context.ts";
import { idOf } from "../ids.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

// What has no number in its community's log yet stands after what has one, as on the page of the thread.
const LAST = "9223372036854775807";

/**
 * The page path of a post on this node by its IRI (or the page address its author's node gave), on the right page of
 * its thread; null when it is not held or may not be read.
 */
export async function findPostPath(
  ctx: Pick<AnyContext, "sql">,
  viewer: Viewer,
  by: { readonly iri: string } | { readonly id: string },
): Promise<string | null> {
  const { sql } = ctx;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const which = "id" in by ? sql`p.id = ${by.id}` : sql`(p.iri = ${by.iri} or p.url = ${by.iri})`;
  const [row] = await sql<
    {
      id: string;
      root_id: string;
      kind: string;
      handle: string;
      local: boolean;
      group_iri: string;
      before: number;
    }[]
  >`
    select p.id, coalesce(p.root_id, p.id) as root_id, p.kind, g.handle, g.peer_id is null as local, g.iri as group_iri,
      (select count(*)::int from posts b where b.root_id = p.root_id and b.kind = 'reply'
        and (b.state in ('accepted', 'removed', 'deleted') or (b.state in ('pending', 'declined') and b.author_id = ${me}))
        and (coalesce(b.seq, ${LAST}::bigint), b.published, b.id) < (coalesce(p.seq, ${LAST}::bigint), p.published, p.id)) as before
    from posts p join communities c on c.id = p.community_id join actors g on g.id = c.actor_id
    where ${which} and p.community_id in ${readableCommunities(sql, viewer)}
      and (p.kind <> 'reply' or p.root_id is not null) limit 1`;
  if (!row) return null;
  const handle = row.local ? row.handle : `${row.handle}@${new URL(row.group_iri).host}`;
  const path = `/c/${handle}/t/${idOf(row.root_id)}`;
  if (row.kind !== "reply") return path;
  const page = Math.floor(row.before / 25) + 1;
  return `${path}${page > 1 ? `?page=${page}` : ""}#post-${idOf(row.id)}`;
}
