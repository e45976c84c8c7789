import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE, type Viewer } from "../visibility/viewer.ts";
import { type CardRow, cardColumns, cardJoins, communityCardOf, type Looking, labelColumns } from "./card.ts";
import type { CommunityCard } from "./types.ts";

export interface Suggested {
  /** Of the person's service areas, from several councils: at most two of one node, the liveliest first. */
  readonly fitting: readonly CommunityCard[];
  /** What fills the list up, so that it is never empty while communities exist; the liveliest first. */
  readonly others: readonly CommunityCard[];
}

/** Communities that a person is not in: those of their service areas and, apart from them, others; `limit` in all. */
export async function listSuggested(
  r: Looking,
  viewer: Viewer & { kind: "person" },
  areas: readonly string[],
  limit: number,
): Promise<Suggested> {
  const { sql } = r;
  const rows = await sql<(CardRow & { fits: boolean })[]>`
    with ranked as (
      select c.id, c.themes && ${[...areas]} as fits,
        row_number() over (partition by g.peer_id, c.themes && ${[...areas]} order by c.last_activity desc nulls last) as turn
      from communities c join actors g on g.id = c.actor_id
      where c.id in ${readableCommunities(sql, ANYONE)} and c.listed and c.archived is null
        and not exists (select 1 from memberships x where x.community_id = c.id and x.actor_id = ${viewer.actorId} and x.state in ('active', 'requested', 'suspended')))
    select ${labelColumns(sql)}, ${cardColumns(sql)}, k.fits from ranked k join communities c on c.id = k.id ${cardJoins(r, viewer)}
    order by k.fits desc, k.fits and k.turn <= 2 desc, c.last_activity desc nulls last limit ${limit}`;
  const cards = (fits: boolean) => rows.filter((row) => row.fits === fits).map(communityCardOf);
  return { fitting: cards(true), others: cards(false) };
}
