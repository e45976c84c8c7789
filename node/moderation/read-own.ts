import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import { PAGE_SIZE, type Reading } from "../communities/read.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { excerptOf } from "../text/excerpt.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { postPathOf } from "./paths.ts";
import { mayReport } from "./policy.ts";
import type { OwnReport, Reportable, ReportCategory, ReportState } from "./types.ts";

interface FormRow {
  readonly id: string;
  readonly root_id: string | null;
  readonly kind: "topic" | "question" | "reply";
  readonly state: "pending" | "accepted" | "declined" | "removed" | "deleted" | "held";
  readonly author_id: string;
  readonly author: PersonRow;
  readonly title: string;
  readonly summary: string;
  readonly community: CommunityRow;
  readonly names_reporter: boolean;
}

/** What the form of a report shows, for whoever may report the post. Refuses `not-found`, `not-allowed` (one's own). */
export async function findReportable(r: Reading, viewer: Viewer, postId: string): Promise<Reportable> {
  const { sql } = r;
  const [row] = await sql<FormRow[]>`
    select p.id, p.root_id, p.kind, p.state, p.author_id, coalesce(root.title, p.title) as title, p.summary,
      ${labelColumn(sql, sql`p.author_id`)} as author,
      (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community,
      coalesce(hp.delivery_class = 'threadiverse', false) as names_reporter
    from posts p join communities c on c.id = p.community_id ${labelJoins(sql)} left join posts root on root.id = p.root_id
    where p.id = ${postId} and p.community_id in ${readableCommunities(sql, viewer)}`;
  if (!row) return refuse("not-found");
  const person = viewer.kind === "person";
  refuseUnless(
    mayReport({ state: row.state, readable: true, mine: person && row.author_id === viewer.actorId }),
  );
  const community = communityLabelOf(row.community);
  return {
    postId: row.id,
    community,
    title: row.title,
    path: postPathOf(community.path, row.root_id ?? row.id, row.id) ?? community.path,
    author: labelOf(row.author),
    excerpt: excerptOf(row.summary, 240),
    namesReporter: person && row.names_reporter,
  };
}

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
export async function listOwnReports(
  r: Reading,
  viewer: Viewer & { kind: "person" },
  page: number,
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
    where r.reporter_account_id = ${viewer.accountId} order by r.created desc, r.id desc
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
