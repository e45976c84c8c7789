import type { Origin } from "../changes/record.ts";
import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { ReadContext, WriteContext } from "../context.ts";
import type { ActorRef } from "../people/actor.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { Decision } from "../refusal.ts";
import type { HeldPostView } from "./types.ts";

/** Posts that may wait at a time, of one server and in one community: more is noise or attack. */
const MOST_OF_PEER = 20;
const MOST_OF_COMMUNITY = 100;

/**
 * Whether a post that is refused because its author is no member waits for a facilitator instead (resolution 16): one
 * by letter to a community here, from software that has no way to join but to follow. Nodes of the profile are told.
 */
export async function mayWait(
  tx: WriteContext,
  by: { readonly decision: Decision; readonly community: CommunityHome; readonly author: ActorRef },
  origin: Origin,
): Promise<boolean> {
  const { decision, community, author } = by;
  if (decision.ok || decision.code !== "not-a-member" || origin.road !== "letter" || !community.local)
    return false;
  const [row] = await tx.sql<{ of_peer: number; of_community: number }[]>`
    select (select count(*) from posts h join actors b on b.id = h.author_id where h.state = 'held' and b.peer_id = p.id) as of_peer,
      (select count(*) from posts h where h.state = 'held' and h.community_id = ${community.id}) as of_community
    from actors a join peers p on p.id = a.peer_id where a.id = ${author.id} and p.delivery_class <> 'profile'`;
  return row !== undefined && row.of_peer < MOST_OF_PEER && row.of_community < MOST_OF_COMMUNITY;
}

/** Posts that wait in the communities that a person facilitates, oldest first; no more can wait than a page holds. */
export async function listWaitingPosts(r: ReadContext, actorId: string): Promise<readonly HeldPostView[]> {
  const rows = await r.sql<
    {
      id: string;
      community: CommunityRow;
      author: PersonRow;
      title: string;
      html: string;
      lang: string;
      published: Date;
    }[]
  >`
    select p.id, (select to_jsonb(l) from (select ${labelColumns(r.sql)}) l) as community, ${labelColumn(r.sql, r.sql`p.author_id`)} as author,
      p.title, p.html, p.lang, p.published
    from posts p join communities c on c.id = p.community_id ${labelJoins(r.sql)}
    join memberships m on m.community_id = c.id and m.actor_id = ${actorId} and m.state = 'active' and m.role <> 'member'
    where p.state = 'held' order by p.received, p.id limit 200`;
  return rows.map((row) => ({
    ...row,
    community: communityLabelOf(row.community),
    author: labelOf(row.author),
  }));
}
