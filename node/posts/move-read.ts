import { communityLabelOf, type LabelRow, labelColumns, labelJoins } from "../communities/card.ts";
import { communityIdFrom } from "../communities/read.ts";
import type { CommunityLabel } from "../communities/types.ts";
import type { ReadContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { idOf } from "../ids.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

/**
 * Where a person can move a discussion of a community to: others of the same node which everyone can read, that they facilitate;
 * for administrators all of their own node. By name. Empty for whoever has no account, and where members only read.
 */
export async function listMoveTargets(
  r: ReadContext,
  viewer: Viewer,
  fromId: string,
): Promise<readonly CommunityLabel[]> {
  const { sql } = r;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const facilitated = sql`select community_id from memberships
    where actor_id = ${me} and state = 'active' and role <> 'member'`;
  const decided = sql`(c.id in (${facilitated}) or (g.peer_id is null and exists (
    select 1 from accounts where actor_id = ${me} and administrator and disabled is null)))`;
  const rows = await sql<LabelRow[]>`
    select ${labelColumns(sql)} from communities c ${labelJoins(sql)}
    join communities f on f.id = ${fromId} join actors fg on fg.id = f.actor_id
    where c.id <> f.id and g.peer_id is not distinct from fg.peer_id and c.archived is null
      and c.level in ('open', 'restricted') and f.level in ('open', 'restricted') and ${decided}
    order by g.name, c.id`;
  return rows.map(communityLabelOf);
}

/**
 * Where a discussion is now that was in the community of an old address: its page, or that of the community it went to where no
 * copy is here. Null where it was not moved, or may not be read.
 */
export async function findMovedTo(
  r: ReadContext,
  viewer: Viewer,
  old: { readonly handle: string; readonly id: string },
): Promise<{ readonly handle: string; readonly path: string } | null> {
  const { sql } = r;
  const [row] = await sql<(LabelRow & { here: boolean })[]>`
    select ${labelColumns(sql)}, p.id is not null as here from thread_moves m
    left join posts p on p.id = m.root_id
    join communities c on c.id = coalesce(p.community_id, (select t.id from communities t join actors ta on ta.id = t.actor_id where ta.iri = m.to_iri))
    ${labelJoins(sql)}
    where m.root_id = ${old.id} and c.id in ${readableCommunities(sql, viewer)} and c.id <> ${communityIdFrom(sql, old.handle)}
    order by m.moved desc limit 1`;
  if (!row) return null;
  const { path } = communityLabelOf(row);
  const handle = path.slice("/c/".length);
  return { handle, path: row.here ? `${path}/t/${idOf(old.id)}` : path };
}

/** The community of this node that the discussion with this first post is in now, where a move took it away from `fromIri`; its IRI. */
export async function findMovedFrom(sql: Reader, fromIri: string, rootIri: string): Promise<string | null> {
  const [row] = await sql<{ iri: string }[]>`
    select g.iri from thread_moves m join posts p on p.iri = m.root_iri join communities c on c.id = p.community_id
    join actors g on g.id = c.actor_id and g.peer_id is null
    where m.root_iri = ${rootIri} and m.from_iri = ${fromIri} and g.iri <> ${fromIri} and c.level in ('open', 'restricted') limit 1`;
  return row?.iri ?? null;
}
