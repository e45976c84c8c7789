import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { ReadContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { canBeAsked, SILENT_DAYS } from "./elsewhere.ts";
import type { AppealState, AppealView, OwnAppeal } from "./types.ts";

type Looking = Pick<ReadContext, "sql" | "clock">;

/** The author's own appeal against the removal of a post, the newest; null where there is none. */
export async function findOwnAppeal(r: Reading, viewer: Viewer, postId: string): Promise<OwnAppeal | null> {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  const [row] = await r.sql<OwnRow[]>`
    select ${ownColumns(r.sql)} from appeals ap join posts p on p.id = ap.post_id
    where ap.post_id = ${postId} and ap.author_id = ${actorId} and p.state in ('removed', 'accepted')
    order by ap.created desc limit 1`;
  return row ? ownOf(row) : null;
}

/**
 * Appeals that a viewer decides or decided as facilitator or administrator here, or those of one community, 25 a page: open ones
 * first, oldest first.
 */
export async function listAppeals(
  r: Looking,
  viewer: Viewer,
  page: number,
  communityId: string | null = null,
): Promise<PageOf<AppealView>> {
  const { sql } = r;
  const rows = await sql<(Row & { total: number })[]>`
    select ${columns(sql, viewer)}, count(*) over ()::int as total from ${tables(sql)}
    where ${mayDecide(r, viewer)} and (${communityId}::uuid is null or ap.community_id = ${communityId}::uuid)
    order by ap.state <> 'open', case when ap.state = 'open' then ap.created end, ap.created desc, ap.id
    limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  return { items: rows.map(viewOf), total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

/** One appeal, for those who may decide it; refuses `not-found` to anyone else. */
export async function findAppeal(r: Looking, viewer: Viewer, id: string): Promise<AppealView> {
  const [row] = await r.sql<Row[]>`
    select ${columns(r.sql, viewer)} from ${tables(r.sql)} where ap.id = ${id} and ${mayDecide(r, viewer)}`;
  return row ? viewOf(row) : refuse("not-found");
}

interface OwnRow {
  readonly id: string;
  readonly words: string;
  readonly created: Date;
  readonly state: AppealState;
  readonly outcome: string;
  readonly decided: Date | null;
  readonly by: PersonRow | null;
}

interface Row extends OwnRow {
  readonly community: CommunityRow;
  readonly author: PersonRow;
  readonly title: string;
  readonly html: string;
  readonly readable: boolean;
  readonly lang: string;
  readonly removed_by: PersonRow | null;
  readonly removed_at: Date | null;
  readonly removed_for: string | null;
  readonly on_its_way: boolean;
}

function ownColumns(sql: Reader): Fragment {
  return sql`ap.id, ap.words, ap.created, ap.state, ap.outcome, ap.decided,
    case when ap.decided_by is not null then ${labelColumn(sql, sql`ap.decided_by`)} end as by`;
}

/** `ap` is the appeal, which knows the removal; `p` the post, where PostgreSQL shows it to the viewer. */
function tables(sql: Reader): Fragment {
  return sql`appeals ap join communities c on c.id = ap.community_id ${labelJoins(sql)}
    left join posts p on p.id = ap.post_id left join posts root on root.id = p.root_id`;
}

function columns(sql: Reader, viewer: Viewer): Fragment {
  const open = sql`ap.community_id in ${readableCommunities(sql, viewer)}`;
  return sql`${ownColumns(sql)}, (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community,
    ${labelColumn(sql, sql`ap.author_id`)} as author, coalesce(p.lang, '') as lang, ${open} as readable,
    case when ${open} then coalesce(root.title, p.title, '') else '' end as title, case when ${open} then coalesce(p.html, '') else '' end as html,
    case when ap.removed_by is not null then ${labelColumn(sql, sql`ap.removed_by`)} end as removed_by,
    ap.removed_at, ap.removed_for, ap.sent is not null as on_its_way`;
}

/** The rule of `mayDecideAppeal` over rows; of communities elsewhere, what their Group passed on to its facilitators here. */
function mayDecide({ sql, clock }: Looking, viewer: Viewer): Fragment {
  const { actorId, accountId } = viewer.kind === "person" ? viewer : { actorId: null, accountId: null };
  const facilitates = (
    who: Fragment,
  ) => sql`exists (select 1 from memberships fm join actors fa on fa.id = fm.actor_id left join peers p on p.id = fa.peer_id
    where fm.community_id = ap.community_id and fm.state = 'active' and fm.role <> 'member' and ${who})`;
  const silent = new Date(clock.now().getTime() - SILENT_DAYS * 86_400_000);
  const another = sql`fm.actor_id <> ap.author_id and fm.actor_id is distinct from ap.removed_by
    and (fa.peer_id is null or (ap.created >= ${silent} and ${canBeAsked(sql)}))`;
  return sql`(g.peer_id is null or ap.passed_on is not null) and ap.author_id is distinct from ${actorId}::uuid
    and ap.removed_by is distinct from ${actorId}::uuid
    and (${facilitates(sql`fm.actor_id = ${actorId}::uuid`)} or (g.peer_id is null and
      exists (select 1 from accounts aa where aa.id = ${accountId}::uuid and aa.administrator and aa.disabled is null)
      and c.level <> 'confidential' and not ${facilitates(another)}))`;
}

function ownOf(row: OwnRow): OwnAppeal {
  const { id, words, created, state, outcome, decided } = row;
  const by = row.by === null ? null : labelOf(row.by);
  return { id, words, created, state, decided: decided && { at: decided, by, reason: outcome } };
}

function viewOf(row: Row): AppealView {
  const { title, html, lang, readable } = row;
  return {
    ...ownOf(row),
    ...{ title, html, lang, readable },
    community: communityLabelOf(row.community),
    author: labelOf(row.author),
    removal: {
      by: row.removed_by === null ? null : labelOf(row.removed_by),
      at: row.removed_at ?? row.created,
      reason: row.removed_for ?? "",
    },
    mayDecide: row.state === "open" && !row.on_its_way,
    onItsWay: row.on_its_way,
    away: false,
  };
}
