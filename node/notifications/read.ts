import { inTransaction, type NodeContext, type ReadContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { pathOf } from "./paths.ts";
import { type NoticeRow, noticeRows, standing } from "./rows.ts";
import type { NoticePage, NoticeView } from "./types.ts";

const PER_PAGE = 25;

/** A person's notices, newest first, 25 a page. The viewer of `r` is that person. */
export async function listNotices(
  r: ReadContext,
  query: { readonly accountId: string; readonly page: number },
): Promise<NoticePage> {
  const mine = r.sql`n.account_id = ${query.accountId}`;
  const [count] = await r.sql<{ total: number; unread: number }[]>`
    select count(*) as total, count(*) filter (where n.read is null) as unread
    from notices n where ${mine} and ${standing(r.sql, r.viewer)}`;
  const total = count?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  const page = Math.min(Math.max(1, query.page), pages);
  const offset = (page - 1) * PER_PAGE;
  const rows = await noticeRows(r.sql, r.viewer, { where: mine, limit: PER_PAGE, offset });
  return { items: rows.map(viewOf), unread: count?.unread ?? 0, page, pages, total };
}

/** How many notices a person has not read; on every page, so it counts no further than 100. */
export async function countUnread(
  r: Pick<ReadContext, "sql" | "viewer">,
  accountId: string,
): Promise<number> {
  const [row] = await r.sql<{ n: number }[]>`select count(*) as n from (
    select 1 from notices n where n.account_id = ${accountId} and n.read is null and ${standing(r.sql, r.viewer)} limit 100) as unread`;
  return row?.n ?? 0;
}

/** One notice of a person, for its link; refuses `not-found`. */
export async function findNotice(r: ReadContext, accountId: string, noticeId: string): Promise<NoticeView> {
  const where = r.sql`n.account_id = ${accountId} and n.id = ${noticeId}`;
  const [row] = await noticeRows(r.sql, r.viewer, { where, limit: 1 });
  return row ? viewOf(row) : refuse("not-found");
}

/** Marks notices of a person read, or unread again ("keep unread"). Those of others are not touched. */
export function markNotices(
  ctx: NodeContext,
  mark: { readonly accountId: string; readonly noticeIds: readonly string[]; readonly read: boolean },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`update notices set read = ${mark.read ? tx.now : null}
      where account_id = ${mark.accountId} and id = any(${[...mark.noticeIds]}::uuid[])
        and (read is null) = ${mark.read}`;
  });
}

/** Marks everything up to now read. */
export function markAllNotices(ctx: NodeContext, accountId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`update notices set read = ${tx.now} where account_id = ${accountId} and read is null`;
  });
}

/** Marks what a person was told about a discussion read; called when they open it. */
export function markThreadNotices(ctx: NodeContext, accountId: string, rootId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`update notices set read = ${tx.now}
      where account_id = ${accountId} and root_id = ${rootId} and read is null`;
  });
}

/** Marks what a person was told about a hidden place read; called when they open it. */
export function markHiddenNotices(ctx: NodeContext, accountId: string, placeId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`update notices set read = ${tx.now}
      where account_id = ${accountId} and kind = 'hidden' and facts ->> 'placeId' = ${placeId} and read is null`;
  });
}

function viewOf(row: NoticeRow): NoticeView {
  const { id, kind, created, actor, community, peer, asker } = row;
  const facts = {
    ...row.facts,
    ...(peer === null ? {} : { peer }),
    ...(asker === null ? {} : { subject: asker }),
  };
  return {
    id,
    kind,
    facts,
    created,
    actor,
    community,
    title: row.post?.title || null,
    path: pathOf(row),
    read: row.read !== null,
  };
}
