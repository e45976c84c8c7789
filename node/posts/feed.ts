import { idOf } from "../ids.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PersonLabel } from "../people/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { excerptOf } from "../text/excerpt.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";

/** A discussion as a news reader gets it. */
export interface FeedEntry {
  readonly id: string;
  readonly title: string;
  readonly excerpt: string;
  readonly lang: string;
  readonly author: PersonLabel;
  readonly published: Date;
  readonly updated: Date;
}

interface Row extends Omit<FeedEntry, "id" | "excerpt" | "author"> {
  readonly id: string;
  readonly summary: string;
  readonly author: LabelRow;
}

/** The newest 25 discussions of a community as any visitor may read them; nothing that is on its way, held, removed or deleted. */
export async function listFeedEntries({ sql }: Reading, communityId: string): Promise<readonly FeedEntry[]> {
  const rows = await sql<Row[]>`
    select p.id, p.title, p.summary, p.lang, p.published, greatest(p.published, p.updated) as updated,
      ${labelColumn(sql, sql`p.author_id`)} as author
    from posts p where p.community_id = ${communityId} and p.community_id in ${readableCommunities(sql, ANYONE)}
      and p.kind <> 'reply' and p.state = 'accepted'
    order by p.published desc, p.id desc limit ${PAGE_SIZE}`;
  return rows.map(({ summary, ...row }) => ({
    ...row,
    id: idOf(row.id),
    excerpt: excerptOf(summary, 180),
    author: labelOf(row.author),
  }));
}
