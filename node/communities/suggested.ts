import { knownCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { cardsOf, type Reading } from "./read.ts";
import type { CommunityCard } from "./types.ts";

/**
 * Communities a person is nothing to yet that fit their service areas, then the most active others: taken in turn from
 * each council's site, so that the proposal shows more than one's own. `areas` are themes.
 */
export async function listSuggested(
  r: Reading,
  viewer: Viewer,
  wanted: { readonly areas: readonly string[]; readonly limit: number },
): Promise<readonly CommunityCard[]> {
  const { sql } = r;
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  const areas = [...wanted.areas];
  const rows = await sql<{ id: string }[]>`
    with fitting as (
      select c.id, c.last_activity, c.themes && ${areas}::text[] as fits,
        row_number() over (partition by g.peer_id, c.themes && ${areas}::text[] order by c.last_activity desc nulls last, c.id) as turn
      from communities c join actors g on g.id = c.actor_id
      where c.id in ${knownCommunities(sql, viewer)} and c.level in ('open', 'restricted') and c.listed and c.archived is null
        and not exists (select from memberships m where m.community_id = c.id and m.actor_id = ${actorId}
          and m.state in ('active', 'requested', 'suspended'))
        and not exists (select from follows f where f.community_id = c.id and f.actor_id = ${actorId}
          and f.state in ('active', 'requested')))
    select id from fitting order by fits desc, turn, last_activity desc nulls last, id limit ${wanted.limit}`;
  return cardsOf(
    r,
    viewer,
    rows.map((row) => row.id),
  );
}
