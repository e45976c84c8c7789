import type { AnyContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";

/**
 * Whether the node `p` (a row of peers) may hold copies of closed communities of this one: connected, speaking the
 * profile, marked by the administrator here, and promising to keep them closed (`#closed-1`). Profile D.1(2) a and b; the
 * hub's signed list comes behind this one function.
 */
export function mayHoldClosed(sql: Reader): Fragment {
  return sql`(p.state = 'accepted' and p.delivery_class = 'profile' and p.holds_closed and p.keeps_closed)`;
}

/**
 * Whether the node `p` may read hidden communities of this one for its people, by reference: one that may hold closed ones,
 * and promises to keep nothing of these (`#confidential-1`). Its administrators could read what it shows.
 */
export function mayReadHidden(sql: Reader): Fragment {
  return sql`(${mayHoldClosed(sql)} and p.reads_hidden)`;
}

/**
 * Whether a node may be sent, and may fetch, what is written in a closed community of this node: it may hold copies and
 * somebody of it is a member now (profile D.1(2), D.2). Asked at every send, retry and request, never remembered.
 */
export async function isHolder(ctx: AnyContext, communityId: string, origin: string): Promise<boolean> {
  const { sql } = ctx;
  const [row] = await sql`
    select 1 from communities c join memberships m on m.community_id = c.id and m.state in ('active', 'suspended')
      join actors a on a.id = m.actor_id and a.deleted is null join peers p on p.id = a.peer_id
    where c.id = ${communityId} and c.level = 'closed' and p.origin = ${origin} and ${mayHoldClosed(sql)} limit 1`;
  return row !== undefined;
}

/** Whether the node of an actor may hold copies of closed communities of this one, members or not. */
export async function mayNodeHold(ctx: AnyContext, actorIri: string): Promise<boolean> {
  const { sql } = ctx;
  const [row] =
    await sql`select 1 from actors a join peers p on p.id = a.peer_id where a.iri = ${actorIri} and ${mayHoldClosed(sql)}`;
  return row !== undefined;
}

/** A node that keeps copies of a closed community, as its pages name it. */
export interface Holder {
  /** "Somerset"; the home comes first. */
  readonly name: string;
  readonly origin: string;
  readonly home: boolean;
}

/**
 * The nodes that hold copies of a closed community of this node now, this one first, then by name. What these pages say
 * changes with the membership that brings a node in.
 */
export async function listHolders(
  ctx: Pick<AnyContext, "sql" | "config">,
  communityId: string,
): Promise<readonly Holder[]> {
  const { sql, config } = ctx;
  const rows = await sql<{ name: string; origin: string }[]>`
    select distinct p.name, p.origin from memberships m join actors a on a.id = m.actor_id and a.deleted is null
      join peers p on p.id = a.peer_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and ${mayHoldClosed(sql)}
    order by p.name, p.origin`;
  const here = { name: config.nodeName, origin: config.origin, home: true };
  return [here, ...rows.map((row) => ({ ...row, home: false }))];
}

/** Whether somebody of this node is a member of a community elsewhere, so that it may keep what is written there. */
export async function isHeldHere(ctx: AnyContext, communityId: string): Promise<boolean> {
  const [row] = await ctx.sql`
    select 1 from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and a.peer_id is null and a.deleted is null limit 1`;
  return row !== undefined;
}
