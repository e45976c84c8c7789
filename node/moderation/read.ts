import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { AnyContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { postPathOf } from "./paths.ts";
import type { ReportCategory, ReportedPost, ReportState, ReportView } from "./types.ts";

export interface ReportQuery {
  /** Of one community; null: of all that the viewer looks after. */
  readonly communityId: string | null;
  /** As facilitator, or as administrator of this node. */
  readonly as: "facilitator" | "administrator";
  readonly show: "open" | "closed";
  readonly page: number;
}

/** Reports a viewer looks after, 25 a page: open ones oldest first, closed ones latest first. Never those about them. */
export async function listReports(
  r: Reading,
  viewer: Viewer,
  query: ReportQuery,
): Promise<PageOf<ReportView>> {
  const { sql } = r;
  const page = Math.max(1, query.page);
  const open = query.show === "open";
  const rows = await sql<(Row & { total: number })[]>`
    select ${columns(sql, viewer)}, count(*) over ()::int as total from ${tables(sql)}
    where ${query.as === "facilitator" ? facilitates(sql, viewer) : administers(sql, viewer)} and ${notAbout(sql, viewer)}
      and (r.state = 'open') = ${open} and r.community_id = coalesce(${query.communityId}::uuid, r.community_id)
    order by ${open ? sql`r.created, r.id` : sql`r.decided desc nulls last, r.id desc`}
    limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  return { items: rows.map(viewOf), total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

/** One report, for its facilitators and for administrators who are concerned; refuses `not-found` to anyone else. */
export async function findReport(r: Reading, viewer: Viewer, id: string): Promise<ReportView> {
  const { sql } = r;
  const [row] = await sql<Row[]>`
    select ${columns(sql, viewer)} from ${tables(sql)} where r.id = ${id}
      and (${facilitates(sql, viewer)} or ${administers(sql, viewer)}) and ${notAbout(sql, viewer)}`;
  return row ? viewOf(row) : refuse("not-found");
}

/** How many reports wait for this facilitator, in one community or (null) in all of theirs. */
export async function countOpenReports(
  r: Reading,
  viewer: Viewer,
  communityId: string | null,
): Promise<number> {
  const { sql } = r;
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from ${tables(sql)} where ${facilitates(sql, viewer)} and ${notAbout(sql, viewer)}
      and r.state = 'open' and r.sent is null and r.community_id = coalesce(${communityId}::uuid, r.community_id)`;
  return row?.n ?? 0;
}

/** What the wire says of a report: for the renderer only. Null when there is none. */
export async function findReportWords(
  ctx: AnyContext,
  id: string,
): Promise<{ readonly category: ReportCategory; readonly words: string; readonly outcome: string } | null> {
  const [row] = await ctx.sql<{ category: ReportCategory; words: string; outcome: string }[]>`
    select category, words, outcome from reports where id = ${id}`;
  return row ?? null;
}

interface Row {
  readonly id: string;
  readonly category: ReportCategory;
  readonly words: string;
  readonly created: Date;
  readonly state: ReportState;
  readonly outcome: string;
  readonly decided: Date | null;
  readonly sent: Date | null;
  readonly post_iri: string;
  readonly others: number;
  readonly facilitates: boolean;
  readonly may_decide: boolean;
  readonly account: boolean;
  readonly peer: string | null;
  readonly community: CommunityRow;
  readonly by: PersonRow | null;
  readonly post_id: string | null;
  readonly root_id: string | null;
  readonly kind: "topic" | "question" | "reply";
  readonly post_state: string;
  readonly title: string;
  readonly html: string;
  readonly lang: string;
  readonly published: Date;
  readonly author: PersonRow;
}

/** `r` is the report, `p` the post where this node holds it, `root` the first post of its discussion. */
function tables(sql: Reader): Fragment {
  return sql`reports r join communities c on c.id = r.community_id ${labelJoins(sql)}
    left join posts p on p.iri = r.post_iri left join posts root on root.id = p.root_id
    left join peers rp on rp.id = r.reporter_peer_id`;
}

function columns(sql: Reader, viewer: Viewer): Fragment {
  return sql`r.id, r.category, r.words, r.created, r.state, r.outcome, r.decided, r.sent, r.post_iri,
    (select count(*)::int from reports o where o.post_iri = r.post_iri and o.state = 'open' and o.id <> r.id) as others,
    ${facilitates(sql, viewer)} as facilitates,
    (${facilitates(sql, viewer)} or (g.peer_id is null and ${administers(sql, viewer)}))
      and r.state = 'open' and r.sent is null as may_decide,
    r.reporter_account_id is not null as account, coalesce(nullif(rp.name, ''), rp.origin) as peer,
    (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community,
    case when r.decided_by is not null then ${labelColumn(sql, sql`r.decided_by`)} end as by,
    case when r.community_id in ${readableCommunities(sql, viewer)} then p.id end as post_id,
    p.root_id, p.kind, p.state as post_state, coalesce(root.title, p.title) as title, p.html, p.lang, p.published,
    ${labelColumn(sql, sql`p.author_id`)} as author`;
}

function facilitates(sql: Reader, viewer: Viewer): Fragment {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  return sql`exists (select 1 from memberships fm where fm.community_id = r.community_id and fm.actor_id = ${actorId}::uuid
    and fm.state = 'active' and fm.role <> 'member')`;
}

function administers(sql: Reader, viewer: Viewer): Fragment {
  const accountId = viewer.kind === "person" ? viewer.accountId : null;
  return sql`(r.for_administrators and exists (select 1 from accounts aa where aa.id = ${accountId}::uuid
    and aa.administrator and aa.disabled is null))`;
}

/** A report is not shown to the reported person (profile F.1). */
function notAbout(sql: Reader, viewer: Viewer): Fragment {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  return sql`p.author_id is distinct from ${actorId}::uuid`;
}

function viewOf(row: Row): ReportView {
  const community = communityLabelOf(row.community);
  const { id, category, words, created, state, others } = row;
  return {
    id,
    community,
    category,
    words,
    created,
    state,
    others,
    from:
      row.peer === null
        ? { kind: row.account ? "member" : "visitor" }
        : { kind: "elsewhere", home: row.peer },
    post: row.post_id === null ? null : postOf(row, row.post_id, community.path),
    postIri: row.post_iri,
    decided:
      row.decided === null
        ? null
        : { by: row.by ? labelOf(row.by) : null, at: row.decided, reason: row.outcome },
    onItsWay: row.sent !== null,
    mayDecide: row.may_decide,
    facilitates: row.facilitates,
  };
}

function postOf(row: Row, id: string, communityPath: string): ReportedPost {
  const { kind, title, html, lang, published, post_state: state } = row;
  return {
    id,
    kind,
    title,
    html,
    lang,
    published,
    author: labelOf(row.author),
    path: postPathOf(communityPath, row.root_id ?? (kind === "reply" ? null : id), id),
    gone: state === "deleted" || state === "removed" ? state : null,
  };
}
