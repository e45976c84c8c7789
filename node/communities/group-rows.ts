import type { AnyContext } from "../context.ts";
import type { Level } from "../visibility/readable.ts";
import { charterColumn } from "./charter.ts";

export interface GroupRow {
  readonly communityId: string;
  readonly actorId: string;
  readonly iri: string;
  readonly handle: string;
  readonly name: string;
  readonly url: string | null;
  readonly local: boolean;
  readonly level: Level;
  readonly joinPolicy: "open" | "approval" | "invitation";
  readonly postPolicy: "anyone" | "members" | "facilitators";
  readonly purpose: string;
  readonly charter: Readonly<Record<string, string>>;
  readonly themes: readonly string[];
  readonly language: string;
  readonly indexable: boolean;
  readonly members: number;
  readonly councils: number;
  readonly epoch: string;
  readonly seq: number;
  /** Whom its facilitators named as its lead, as long as that is one of them; null: whoever has been one longest. */
  readonly leadIri: string | null;
  readonly lastActivity: Date | null;
  readonly created: Date;
  readonly updated: Date;
}

/** A community as its documents say it, by row id or by the IRI of its Group; null when there is none. */
export async function findGroup(
  ctx: AnyContext,
  by: { id: string } | { iri: string },
): Promise<GroupRow | null> {
  const where = "id" in by ? ctx.sql`c.id = ${by.id}` : ctx.sql`g.iri = ${by.iri}`;
  const [row] = await ctx.sql<GroupRow[]>`${groups(ctx)} where ${where}`;
  return row ?? null;
}

/** Local communities that other nodes may list: never hidden ones. Oldest first, so that pages stay put. */
export async function listListedGroups(
  ctx: AnyContext,
  limit: number,
  offset: number,
): Promise<readonly GroupRow[]> {
  return ctx.sql<
    GroupRow[]
  >`${groups(ctx)} where g.peer_id is null and c.listed and c.level <> 'confidential' and c.archived is null
    order by c.created, c.id limit ${limit} offset ${offset}`;
}

/** How many communities `listListedGroups` has in all. */
export async function countListedGroups(ctx: AnyContext): Promise<number> {
  const [row] = await ctx.sql<{ n: number }[]>`
    select count(*)::int as n from communities c join actors g on g.id = c.actor_id
    where g.peer_id is null and c.listed and c.level <> 'confidential' and c.archived is null`;
  return row?.n ?? 0;
}

function groups(ctx: AnyContext) {
  return ctx.sql`
    select c.id as "communityId", g.id as "actorId", g.iri, g.handle, g.name, g.url, g.peer_id is null as local, c.level,
      c.join_policy as "joinPolicy", c.post_policy as "postPolicy", c.purpose, ${charterColumn(ctx.sql)} as charter, c.themes, c.language, c.indexable,
      c.members, c.councils, c.epoch, c.seq, c.last_activity as "lastActivity",
      (select l.iri from actors l join memberships lm on lm.actor_id = l.id and lm.community_id = c.id
        where l.id = c.lead_id and lm.state = 'active' and lm.role <> 'member') as "leadIri", c.created, c.updated
    from communities c join actors g on g.id = c.actor_id`;
}
