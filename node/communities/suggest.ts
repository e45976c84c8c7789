import type { Reading } from "../reading.ts";
import { knownCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { type CardRow, cardColumns, cardJoins, communityCardOf, labelColumns } from "./card.ts";
import type { CommunityCard } from "./types.ts";

/**
 * Communities for a person's service areas that they are not in, from several councils: at most two of one node, the
 * liveliest first; then others, so that the list is never empty while communities exist.
 */
export async function listSuggested(
  r: Reading,
  viewer: Viewer & { kind: "person" },
  areas: readonly string[],
  limit: number,
): Promise<readonly CommunityCard[]> {
  const { sql } = r;
  const rows = await sql<CardRow[]>`
    with ranked as (
      select c.id, c.themes && ${[...areas]} as fits,
        row_number() over (partition by g.peer_id order by c.themes && ${[...areas]} desc, c.last_activity desc nulls last) as turn
      from communities c join actors g on g.id = c.actor_id
      where c.id in ${knownCommunities(sql, viewer)} and c.listed and c.archived is null and c.level in ('open', 'restricted')
        and not exists (select 1 from memberships x where x.community_id = c.id and x.actor_id = ${viewer.actorId} and x.state in ('active', 'requested', 'suspended')))
    select ${labelColumns(sql)}, ${cardColumns(sql, viewer)} from ranked k join communities c on c.id = k.id ${cardJoins(sql, viewer)}
    order by k.fits desc, k.turn <= 2 desc, c.last_activity desc nulls last limit ${limit}`;
  return rows.map(communityCardOf);
}
