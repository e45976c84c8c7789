import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { Fragment } from "../db/open.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { postPathOf } from "./paths.ts";
import type { OwnReport, ReportCategory, ReportState } from "./types.ts";

interface OwnRow {
  readonly id: string;
  readonly category: ReportCategory;
  readonly words: string;
  readonly created: Date;
  readonly state: ReportState;
  readonly decided: Date | null;
  readonly title: string | null;
  readonly post_id: string | null;
  readonly root_id: string | null;
  readonly community: CommunityRow;
  readonly total: number;
}

/** The reports somebody made, latest first, 25 a page. */
export function listOwnReports(
  r: Reading,
  viewer: Viewer & { kind: "person" },
  page: number,
): Promise<PageOf<OwnReport>> {
  return listMade(r, viewer, { made: r.sql`r.reporter_account_id = ${viewer.accountId}`, page });
}

/** The same of somebody of another node, in one hidden community of this one. */
export function listReportsMadeIn(
  r: Reading,
  viewer: Viewer,
  query: { readonly communityId: string; readonly page: number },
): Promise<PageOf<OwnReport>> {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  const made = r.sql`r.reporter_actor_id = ${actorId}::uuid and r.community_id = ${query.communityId}`;
  return listMade(r, viewer, { made, page: query.page });
}

async function listMade(
  r: Reading,
  viewer: Viewer,
  { made, page }: { readonly made: Fragment; readonly page: number },
): Promise<PageOf<OwnReport>> {
  const { sql } = r;
  const at = Math.max(1, page);
  const readable = sql`r.community_id in ${readableCommunities(sql, viewer)}`;
  const rows = await sql<OwnRow[]>`
    select r.id, r.category, r.words, r.created, r.state, r.decided, (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community,
      case when ${readable} then coalesce(root.title, p.title) end as title,
      case when ${readable} then p.id end as post_id, p.root_id, count(*) over ()::int as total
    from reports r join communities c on c.id = r.community_id ${labelJoins(sql)}
    left join posts p on p.iri = r.post_iri left join posts root on root.id = p.root_id
    where ${made} order by r.created desc, r.id desc
    limit ${PAGE_SIZE} offset ${(at - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  return { items: rows.map(ownOf), total, page: at, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

function ownOf(row: OwnRow): OwnReport {
  const { total: _, post_id: postId, root_id: rootId, community, ...report } = row;
  const label = communityLabelOf(community);
  const path = postId === null ? null : postPathOf(label.path, rootId ?? postId, postId);
  return { ...report, community: label, path };
}
