import type { ReadContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { isPublicLevel, knownCommunities, readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { audienceOf } from "./audience.ts";
import { type CardRow, cardColumns, cardJoins, communityCardOf, type Looking, labelColumns } from "./card.ts";
import { charterColumn } from "./charter.ts";
import { type HoldingRow, holdingColumns, holdingOf } from "./holding.ts";
import type { CommunityCard, CommunityPage } from "./types.ts";

export interface DirectoryQuery {
  readonly text?: string;
  readonly theme?: string | null;
  /** Name of the node it lives on; "" for this one. */
  readonly home?: string | null;
  readonly mine?: boolean;
  readonly page?: number;
}

/** The directory: every listed community this node knows, local and elsewhere, most active first. */
export async function listCommunities(
  r: Looking,
  viewer: Viewer,
  query: DirectoryQuery,
): Promise<PageOf<CommunityCard>> {
  const page = Math.max(1, query.page ?? 1);
  const { sql } = r;
  const text = (query.text ?? "").trim();
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const where = sql`c.id in ${knownCommunities(sql, viewer)} and c.archived is null and (c.listed or m.state = 'active')
    and (${text} = '' or g.name ilike ${pattern} or c.purpose ilike ${pattern})
    and (${query.theme ?? null}::text is null or ${query.theme ?? null} = any(c.themes))
    and (${query.home ?? null}::text is null or coalesce(hp.name, '') = ${query.home ?? null})
    and (not ${query.mine ?? false} or m.state in ('active', 'suspended', 'requested') or f.id is not null)`;
  const rows = await sql<(CardRow & { total: number })[]>`
    select ${labelColumns(sql)}, ${cardColumns(sql)}, count(*) over ()::int as total
    from communities c ${cardJoins(r, viewer)} where ${where}
    order by "lastActivity" desc nulls last, g.name limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  return { items: rows.map(communityCardOf), total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

/** Names of the nodes that communities here live on, for filters; "" is this one. */
export async function listHomes(r: Reading): Promise<readonly string[]> {
  const rows = await r.sql<{ name: string }[]>`
    select distinct hp.name from communities c join actors g on g.id = c.actor_id join peers hp on hp.id = g.peer_id order by 1`;
  return rows.map((row) => row.name);
}

/** Cards of the given ids that the viewer may know of, in the order of `ids`. */
export async function cardsOf(
  r: Looking,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly CommunityCard[]> {
  if (ids.length === 0) return [];
  const { sql } = r;
  const rows = await sql<CardRow[]>`
    select ${labelColumns(sql)}, ${cardColumns(sql)} from communities c ${cardJoins(r, viewer)}
    where c.id = any(${[...ids]}) and c.id in ${knownCommunities(sql, viewer)}`;
  const cards = new Map(rows.map((row) => [row.id, communityCardOf(row)]));
  return ids.flatMap((id) => cards.get(id) ?? []);
}

type PageRow = CardRow &
  HoldingRow & {
    charter: Record<string, string>;
    language: string;
    indexable: boolean;
    feed: boolean;
    first_post: Date | null;
    created: Date;
    join_code: string | null;
    facilitators: PersonRow[];
    readable: boolean;
  };

/** One community by the handle in its path (`name` or `name@host`); refuses `not-found` also where it may not be known. */
export async function findCommunity(r: ReadContext, viewer: Viewer, handle: string): Promise<CommunityPage> {
  const { sql } = r;
  const [row] = await sql<PageRow[]>`
    select ${labelColumns(sql)}, ${cardColumns(sql)}, ${holdingColumns(sql, viewer)}, ${charterColumn(sql)} as charter, c.language, c.indexable, c.feed,
      c.first_post, c.created, c.join_code,
      (select coalesce(jsonb_agg(${labelColumn(sql, sql`fm.actor_id`)} order by fm.decided, fm.id), '[]') from memberships fm
        where fm.community_id = c.id and fm.state = 'active' and fm.role <> 'member') as facilitators,
      c.id in ${readableCommunities(sql, viewer)} as readable
    from communities c ${cardJoins(r, viewer)} where c.id = ${communityIdFrom(sql, handle)} and c.id in ${knownCommunities(sql, viewer)}`;
  if (!row) return refuse("not-found");
  const card = communityCardOf(row);
  const facilitates = card.relation.kind === "member" && card.relation.role !== "member";
  return {
    ...card,
    // Of a community that one may not read, one knows its name and purpose, and signed in whom to ask.
    charter: row.readable ? row.charter : {},
    facilitators: row.readable || viewer.kind === "person" ? row.facilitators.map(labelOf) : [],
    language: row.language,
    audience: row.readable ? await audienceOf(r, row.id) : null,
    readable: row.readable,
    indexable: row.indexable,
    feed: row.feed,
    levelFixed: row.first_post !== null,
    holding: holdingOf(row),
    created: row.created,
    joinLink:
      facilitates && isPublicLevel(row.level) && row.join_code !== null
        ? `/c/${row.handle}/join/${row.join_code}`
        : null,
  };
}

/** The row id behind a handle in a path; a former handle of a local community still leads to it. Refuses `not-found`. */
export async function communityIdOf(sql: Reader, handle: string): Promise<string> {
  const [row] = await sql<{ id: string | null }[]>`select ${communityIdFrom(sql, handle)} as id`;
  return row?.id ?? refuse("not-found");
}

/** The same within another read; null where there is none. */
export function communityIdFrom(sql: Reader, handle: string): Fragment {
  const [name = "", host] = handle.split("@");
  if (host === undefined)
    return sql`(select c.id from handles h join communities c on c.actor_id = h.actor_id where h.handle = ${name.toLowerCase()})`;
  return sql`(select c.id from communities c join actors g on g.id = c.actor_id
    where lower(g.handle) = ${name.toLowerCase()} and g.iri like any(${[`https://${like(host)}/%`, `http://${like(host)}/%`]}) limit 1)`;
}

function like(host: string): string {
  return host.toLowerCase().replace(/[\\%_]/g, "\\$&");
}
