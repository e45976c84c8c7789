import type { Fragment, Reader } from "../db/open.ts";
import { idOf } from "../ids.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { type ReceiptRow, receiptOf, receiptsColumn } from "../receipts/read.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { ModerationEntry, ModerationKind } from "./types.ts";

interface Row {
  readonly id: string;
  readonly kind: ModerationKind;
  readonly by: LabelRow | null;
  readonly reason: string;
  readonly happened: Date;
  readonly post_id: string | null;
  readonly root_id: string | null;
  readonly receipts: readonly ReceiptRow[] | null;
  readonly total: number;
}

/**
 * The moderation log of a community, 25 a page, latest first: for everyone where it is open, else for its members.
 * Refuses `not-found` to whoever may not read the community.
 */
export async function listModeration(
  r: Reading,
  viewer: Viewer,
  query: { readonly community: { readonly id: string; readonly path: string }; readonly page: number },
): Promise<PageOf<ModerationEntry>> {
  const { sql } = r;
  const { community } = query;
  const page = Math.max(1, query.page);
  const [may] = await sql`select 1 where ${community.id}::uuid in ${readableCommunities(sql, viewer)}`;
  if (!may) refuse("not-found");
  const rows = await sql<Row[]>`
    select m.id, m.kind, case when m.actor_id is not null then ${labelColumn(sql, sql`m.actor_id`)} end as by, m.reason,
      m.happened, p.id as post_id, coalesce(p.root_id, case when p.kind <> 'reply' then p.id end) as root_id,
      case when ${facilitates(sql, viewer, community.id)} and m.kind = 'post-removed' then ${receiptsColumn(sql, { removalIri: sql`m.activity_iri`, communityId: sql`m.community_id` })} end as receipts,
      count(*) over ()::int as total
    from moderation_acts m left join posts p on p.id = m.post_id
    where m.community_id = ${community.id}
    order by m.happened desc, m.id limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  const items = rows.map(({ id, kind, by, reason, happened, post_id, root_id, receipts }) => ({
    ...{ id, kind, reason, happened },
    by: by === null ? null : labelOf(by),
    path: post_id === null || root_id === null ? null : pathOf(community.path, root_id, post_id),
    receipts: receipts?.map(receiptOf) ?? null,
  }));
  return { items, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

function facilitates(sql: Reader, viewer: Viewer, communityId: string): Fragment {
  const actorId = viewer.kind === "person" ? viewer.actorId : null;
  return sql`exists (select 1 from memberships fm where fm.community_id = ${communityId} and fm.actor_id = ${actorId}::uuid
    and fm.state = 'active' and fm.role <> 'member')`;
}

function pathOf(communityPath: string, rootId: string, postId: string): string {
  const thread = `${communityPath}/t/${idOf(rootId)}`;
  return rootId === postId ? thread : `${thread}?post=${idOf(postId)}#post-${idOf(postId)}`;
}
