import type { AnyContext } from "../context.ts";

/** What other nodes may be told of the posts of a community; who may ask is for the caller to judge first. */

/** IRIs of pinned threads, newest pin first. */
export async function listPinned(ctx: AnyContext, communityId: string): Promise<readonly string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select iri from posts where community_id = ${communityId} and pinned is not null and state = 'accepted' order by pinned desc`;
  return rows.map((row) => row.iri);
}

export interface ThreadRow {
  readonly communityId: string;
  readonly groupIri: string;
  readonly rootIri: string;
  readonly postIris: readonly string[];
  readonly acceptedAnswerIri: string | null;
  readonly locked: boolean;
  readonly pinned: boolean;
}

/** A thread of a local community by the IRI of its first post: ids oldest first; null when there is none. */
export async function findThreadIds(
  ctx: AnyContext,
  groupIri: string,
  rootIri: string,
): Promise<ThreadRow | null> {
  const [row] = await ctx.sql<ThreadRow[]>`
    select c.id as "communityId", g.iri as "groupIri", r.iri as "rootIri", aa.iri as "acceptedAnswerIri", r.locked is not null as locked,
      r.pinned is not null as pinned,
      (select coalesce(array_agg(p.iri order by p.kind = 'reply', p.seq, p.published, p.id), '{}') from posts p
        where p.root_id = r.id and p.state = 'accepted') as "postIris"
    from posts r join communities c on c.id = r.community_id join actors g on g.id = c.actor_id
    left join posts aa on aa.id = r.accepted_answer_id
    where r.iri = ${rootIri} and g.iri = ${groupIri} and r.kind <> 'reply' and r.state in ('accepted', 'removed', 'deleted')`;
  return row ?? null;
}

/** IRIs of the direct replies to a post, oldest first. */
export async function listReplyIris(ctx: AnyContext, postIri: string): Promise<readonly string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select p.iri from posts p join posts q on q.id = p.parent_id where q.iri = ${postIri} and p.state = 'accepted' order by p.seq, p.published`;
  return rows.map((row) => row.iri);
}

export interface ObjectState {
  readonly state: string;
  readonly kind: "topic" | "question" | "reply";
  readonly communityId: string;
  readonly updated: Date | null;
  readonly authorLocal: boolean;
}

/** How it stands with a post, for its address; null when this node does not hold it. */
export async function findObjectState(ctx: AnyContext, postIri: string): Promise<ObjectState | null> {
  const [row] = await ctx.sql<ObjectState[]>`
    select p.state, p.kind, p.community_id as "communityId", p.updated, a.peer_id is null as "authorLocal"
    from posts p join actors a on a.id = p.author_id where p.iri = ${postIri}`;
  return row ?? null;
}

/**
 * Whether an activity shows a post that was removed, itself or as the one it announces: what is hidden in the thread is
 * hidden at every address (profile C.9). A restored post is shown again.
 */
export async function showsRemovedPost(
  ctx: AnyContext,
  activity: { readonly iri: string; readonly type: string; readonly objectIri: string | null },
): Promise<boolean> {
  const shown = activity.type === "Create" || activity.type === "Update" ? activity.objectIri : null;
  const [row] = await ctx.sql`select 1 from posts p where p.state = 'removed' and (p.iri = ${shown} or p.iri =
    (select e.object_iri from log_entries e where e.announce_iri = ${activity.iri} and e.type in ('Create', 'Update')))`;
  return row !== undefined;
}

/** Number under which a post was first logged: its place among the others. Null when it is none of a log. */
export async function findFirstSeq(ctx: AnyContext, postIri: string): Promise<number | null> {
  const [row] = await ctx.sql<{ seq: number | null }[]>`select seq from posts where iri = ${postIri}`;
  return row?.seq ?? null;
}

/**
 * For the content digest (resolution 10): every post of a community's log with its state and the hash of its form, also
 * what was gone before it came here. What has not reached the log does not count.
 */
export async function listContentTuples(
  ctx: AnyContext,
  communityId: string,
): Promise<readonly { iri: string; state: "live" | "deleted" | "removed"; hash: string }[]> {
  return ctx.sql`
    select iri, case state when 'accepted' then 'live' else state end as state,
      case when state = 'accepted' then coalesce(encode(content_hash, 'hex'), '') else '' end as hash
    from posts p where community_id = ${communityId} and state in ('accepted', 'deleted', 'removed') and seq is not null
      and not (state = 'deleted' and exists (
        select 1 from tombstones t where t.iri = p.iri and t.community_id = p.community_id and not t.logged))
    union all
    select t.iri, case when t.author_iri is null then 'removed' else 'deleted' end, '' from tombstones t
    where t.community_id = ${communityId} and t.logged and not exists (select 1 from posts p where p.iri = t.iri)`;
}

/** Content activities of local authors in a local community whose form was not hashed yet: never sent nor asked for. */
export async function listUnrendered(ctx: AnyContext, communityId: string): Promise<readonly string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select distinct on (p.id) v.iri from posts p join activities v on v.object_iri = p.iri and v.type in ('Create', 'Update')
    where p.community_id = ${communityId} and p.state = 'accepted' and p.content_hash is null order by p.id, v.created desc`;
  return rows.map((row) => row.iri);
}

/** Those of these posts that have a title: what starts a thread. */
export async function listTitled(ctx: AnyContext, iris: readonly string[]): Promise<readonly string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select iri from posts where iri = any(${[...iris]}) and kind <> 'reply'`;
  return rows.map((row) => row.iri);
}
