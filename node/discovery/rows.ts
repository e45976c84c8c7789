import { charterColumn } from "../communities/charter.ts";
import type { AnyContext } from "../context.ts";
import { rootIdOf } from "../posts/root-id.ts";
import type { Level } from "../visibility/readable.ts";

/** What the search index is made of: rows as they stand now, with a version that grows with every change. */

export interface CouncilRef {
  readonly id: string;
  readonly name: string;
}

export interface IndexPost {
  readonly id: string;
  readonly iri: string;
  readonly version: number;
  readonly kind: "topic" | "question" | "reply";
  readonly title: string;
  readonly html: string;
  readonly lang: string;
  readonly themes: readonly string[];
  readonly hashtags: readonly string[];
  readonly node: string;
  readonly council: CouncilRef | null;
  readonly community: {
    readonly id: string;
    readonly name: string;
    readonly level: Level;
    readonly number: number;
    readonly local: boolean;
  };
  readonly threadId: string;
  readonly author: { readonly id: string; readonly name: string };
  readonly accepted: boolean;
  readonly answered: boolean;
  readonly useful: number;
  readonly published: Date;
  readonly edited: Date | null;
}

/**
 * Posts that stand in their threads: the given ones, or with `threads` everything in the threads that the given
 * ones belong to. What is missing from the answer is not to be found any more. `version` is the position of the change.
 */
export async function listIndexPosts(
  ctx: AnyContext,
  ids: readonly string[],
  options: { version: number; threads?: boolean },
): Promise<readonly IndexPost[]> {
  const { sql } = ctx;
  const which = options.threads
    ? sql`p.root_id = any(array(select coalesce(root_id, id) from posts where id = any(${[...ids]})))`
    : sql`p.id = any(${[...ids]})`;
  return sql<IndexPost[]>`
    select p.id, p.iri, ${options.version}::float8 as version, p.kind, r.title, p.html, p.lang, r.themes, p.hashtags, split_part(a.iri, '/', 3) as node,
      ${councilColumn(ctx)} as council,
      jsonb_build_object('id', c.id, 'name', g.name, 'level', c.level, 'number', c.number, 'local', g.peer_id is null) as community,
      r.id as "threadId", jsonb_build_object('id', a.id, 'name', a.name) as author,
      r.accepted_answer_id = p.id as accepted, p.id = r.id and r.accepted_answer_id is not null as answered,
      p.useful, p.published, p.updated as edited
    from posts p cross join lateral (select * from posts r where r.id = ${rootIdOf(sql)} offset 0) r
    join communities c on c.id = p.community_id
    join actors g on g.id = c.actor_id join actors a on a.id = p.author_id
    left join accounts k on k.actor_id = a.id left join organisations o on o.id = a.organisation_id
    where ${which} and p.state in ('accepted', 'pending') and r.state in ('accepted', 'pending')
      and (p.kind <> 'reply' or p.root_id is not null) and c.level is not null`;
}

export interface IndexCommunity {
  readonly id: string;
  readonly iri: string;
  readonly version: number;
  readonly name: string;
  readonly purpose: string;
  readonly charter: readonly string[];
  readonly themes: readonly string[];
  readonly language: string;
  readonly node: string;
  readonly council: CouncilRef | null;
  readonly listed: boolean;
  readonly archived: boolean;
  readonly members: number;
  readonly created: Date;
  readonly lastActivity: Date | null;
  readonly level: Level;
  readonly number: number;
  readonly local: boolean;
}

/** A community for the index, or null. */
export async function findIndexCommunity(
  ctx: AnyContext,
  id: string,
  version: number,
): Promise<IndexCommunity | null> {
  const [row] = await ctx.sql<IndexCommunity[]>`
    select c.id, g.iri, ${version}::float8 as version, g.name, c.purpose, array(select jsonb_each_text.value from jsonb_each_text(${charterColumn(ctx.sql)})) as charter,
      c.themes, c.language, split_part(g.iri, '/', 3) as node,
      (select jsonb_build_object('id', o.id, 'name', o.name) from organisations o
        where o.own and (o.peer_id = g.peer_id or (g.peer_id is null and o.local)) limit 1) as council,
      c.listed, c.archived is not null as archived, c.members, c.created, c.last_activity as "lastActivity", c.level, c.number,
      g.peer_id is null as local
    from communities c join actors g on g.id = c.actor_id where c.id = ${id}`;
  return row ?? null;
}

export interface IndexPerson {
  readonly id: string;
  readonly iri: string;
  readonly version: number;
  readonly visibility: "hidden" | "council" | "network" | "everyone";
  readonly name: string;
  readonly roleTitle: string;
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly node: string;
  readonly council: CouncilRef | null;
  readonly gone: boolean;
  readonly updated: Date;
}

/** A person for the index, or null. */
export async function findIndexPerson(
  ctx: AnyContext,
  id: string,
  version: number,
): Promise<IndexPerson | null> {
  const [row] = await ctx.sql<IndexPerson[]>`
    select a.id, a.iri, ${version}::float8 as version, a.profile_visibility as visibility, a.name, a.role_title as "roleTitle", a.topics,
      a.spoken as languages, split_part(a.iri, '/', 3) as node, ${councilColumn(ctx)} as council,
      a.deleted is not null or a.suspended is not null or k.disabled is not null as gone, a.updated
    from actors a left join accounts k on k.actor_id = a.id left join organisations o on o.id = a.organisation_id
    where a.id = ${id} and a.kind = 'person'`;
  return row ?? null;
}

/** The verified council of actor `a` with account `k` and organisation `o`. */
function councilColumn(ctx: AnyContext) {
  return ctx.sql`case when (a.peer_id is null and k.employer = 'verified') or (a.peer_id is not null and o.accepted)
    then jsonb_build_object('id', o.id, 'name', o.name) end`;
}

/** Everything that can be found, for building the index anew: row ids by kind, a thousand at a time. */
export async function listIndexable(
  ctx: AnyContext,
  kind: "posts" | "communities" | "people",
  after: string | null,
): Promise<readonly string[]> {
  const { sql } = ctx;
  const from = { posts: sql`posts`, communities: sql`communities`, people: sql`actors` }[kind];
  const only = kind === "people" ? sql`and kind = 'person'` : sql``;
  const rows = await sql<{ id: string }[]>`
    select id from ${from} where (${after}::uuid is null or id > ${after}) ${only} order by id limit 1000`;
  return rows.map((row) => row.id);
}
