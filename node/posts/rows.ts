import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { idOf } from "../ids.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import { excerptOf } from "../text/excerpt.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { type JourneyRow, journeyColumns, journeyOf } from "./journey.ts";
import type { TopicRow } from "./types.ts";

interface Row extends JourneyRow {
  readonly id: string;
  readonly kind: "topic" | "question";
  readonly title: string;
  readonly summary: string;
  readonly community: CommunityRow;
  readonly author: PersonRow;
  readonly published: Date;
  readonly replies: number;
  readonly new_replies: number;
  readonly last_reply: Date | null;
  readonly last_by: string | null;
  readonly answered: boolean;
  readonly pinned: boolean;
  readonly locked: boolean;
  readonly themes: string[];
  readonly hashtags: string[];
  readonly lang: string;
  readonly total: number;
}

export interface RowQuery {
  readonly where: Fragment;
  readonly order: Fragment;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Rows of threads a viewer may see: accepted ones, and their own that are still on the way. `where` and `order` may name
 * `p` (the first post), `c` (community). Reads through the visibility rule.
 */
export async function topicRows(
  sql: Reader,
  viewer: Viewer,
  query: RowQuery,
): Promise<{ rows: readonly TopicRow[]; total: number }> {
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const account = viewer.kind === "person" ? viewer.accountId : null;
  const rows = await sql<Row[]>`
    select p.id, p.kind, p.title, p.summary, p.published, p.replies, p.last_reply, p.themes, p.hashtags, p.lang,
      p.accepted_answer_id is not null as answered, p.pinned is not null as pinned, p.locked is not null as locked,
      (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community,
      ${labelColumn(sql, sql`p.author_id`)} as author,
      (select name from actors where id = p.last_reply_by) as last_by,
      (select count(*)::int from posts n where n.root_id = p.id and n.kind = 'reply' and n.state = 'accepted'
        and n.author_id is distinct from ${me} and n.received > rd.read_to) as new_replies,
      ${journeyColumns(sql)}, count(*) over ()::int as total
    from posts p join communities c on c.id = p.community_id ${labelJoins(sql)}
    left join reading rd on rd.root_id = p.id and rd.account_id = ${account}
    where p.kind <> 'reply' and p.community_id in ${readableCommunities(sql, viewer)}
      and (p.state = 'accepted' or (p.author_id = ${me} and p.state in ('pending', 'declined'))) and (${query.where})
    order by ${query.order} limit ${query.limit} offset ${query.offset}`;
  return { rows: rows.map(topicRowOf), total: rows[0]?.total ?? 0 };
}

function topicRowOf(row: Row): TopicRow {
  const community = communityLabelOf(row.community);
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    excerpt: excerptOf(row.summary, 180),
    path: `${community.path}/t/${idOf(row.id)}`,
    community,
    author: labelOf(row.author),
    published: row.published,
    replies: row.replies,
    newReplies: row.new_replies,
    lastReply:
      row.replies > 0 && row.last_reply && row.last_by ? { by: row.last_by, at: row.last_reply } : null,
    answered: row.answered,
    pinned: row.pinned,
    locked: row.locked,
    // In lists only what is still on its way, or was declined, is worth a line.
    journey: journeyOf(row, community, false),
    themes: row.themes,
    hashtags: row.hashtags,
    lang: row.lang,
  };
}
