import type { Fragment, Reader } from "../db/open.ts";
import { idOf } from "../ids.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
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
  readonly receipts:
    | readonly { name: string; sent: string; confirmed: string | null; lied: string | null }[]
    | null;
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
      case when ${facilitates(sql, viewer, community.id)} and m.kind = 'post-removed' then ${receiptsOf(sql)} end as receipts,
      count(*) over ()::int as total
    from moderation_acts m left join posts p on p.id = m.post_id
    where m.community_id = ${community.id}
    order by m.happened desc, m.id limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  const items = rows.map(({ id, kind, by, reason, happened, post_id, root_id, receipts }) => ({
    ...{ id, kind, reason, happened },
    by: by === null ? null : labelOf(by),
    path: post_id === null || root_id === null ? null : pathOf(community.path, root_id, post_id),
    receipts:
      receipts?.map(({ name, sent, confirmed, lied }) => ({
        ...{ name, sent: new Date(sent) },
        confirmed: confirmed === null ? null : new Date(confirmed),
        lied: lied === null ? null : new Date(lied),
      })) ?? null,
  }));
  return { items, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

/** Outstanding ones first. */
function receiptsOf(sql: Reader): Fragment {
  return sql`(select jsonb_agg(jsonb_build_object('name', coalesce(nullif(rp.name, ''), rp.origin), 'sent', rr.sent,
      'confirmed', rr.confirmed, 'lied', rr.lied) order by rr.confirmed is not null and rr.lied is null, rp.name)
    from removal_receipts rr join peers rp on rp.id = rr.peer_id
    where rr.removal_iri = m.activity_iri and rr.community_id = m.community_id)`;
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
