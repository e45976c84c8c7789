import type { NodeContext } from "../context.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE, type Viewer, viewerOf } from "../visibility/viewer.ts";

/**
 * Of names that the letter of an actor uses, those of which it may not learn that they name anything: hidden communities of
 * this node and all that stands in them, about which nobody writes letters, and what others wrote in a community of this node
 * for members only that the actor does not read. Asked in one and the same way whether a name is there or not.
 */
export async function unknownNames(
  { sql }: Pick<NodeContext, "sql">,
  actorIri: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const asked = [...names];
  const [actor] = await sql<{ id: string | null; origin: string | null }[]>`
    select (select id from actors where iri = ${actorIri}) as id,
      (select origin from peers where node_iri = ${actorIri}) as origin`;
  const readable = readableCommunities(sql, viewerBehind(actor));
  const rows = await sql<{ iri: string }[]>`
    select g.iri from actors g join communities c on c.actor_id = g.id
    where g.iri = any(${asked}) and g.peer_id is null and c.level = 'confidential'
    union all
    select p.iri from posts p join communities c on c.id = p.community_id
      join actors g on g.id = c.actor_id and g.peer_id is null
    where p.iri = any(${asked}) and c.closed and (c.level = 'confidential' or
      (p.author_id is distinct from ${actor?.id ?? null}::uuid and p.community_id not in ${readable}))`;
  return rows.map(({ iri }) => iri);
}

/** A node reports in its own name what one of its people reported (issue 4 §4): it reads what its members do. */
function viewerBehind(
  actor: { readonly id: string | null; readonly origin: string | null } | undefined,
): Viewer {
  if (actor?.origin) return { kind: "peer", origin: actor.origin };
  return actor?.id ? viewerOf(actor.id) : ANYONE;
}
