import type { Reader } from "../db/open.ts";

/** A post as the rules of telling see it. No text: what a mail quotes is read for its reader when the mail leaves. */
export interface PostToTell {
  readonly id: string;
  readonly communityId: string;
  readonly rootId: string | null;
  readonly authorId: string;
  readonly kind: "topic" | "question" | "reply";
  readonly state: "pending" | "accepted" | "declined" | "removed" | "deleted" | "held";
  readonly published: Date;
  readonly updated: Date | null;
  readonly parentAuthorId: string | null;
  readonly threadAuthorId: string | null;
  readonly acceptedAnswerId: string | null;
  /** Actors the text names. */
  readonly mentioned: readonly string[];
}

/**
 * A post and, with `orphans`, the replies under it that came here before it: until then nobody could say to whom
 * they reply. At most 200, the post first. Asked so that every other post is looked up by its key, also while a node
 * that reads its first histories has no statistics yet.
 */
export function postsToTell(
  sql: Reader,
  id: string | null,
  orphans: boolean,
): Promise<readonly PostToTell[]> {
  const told = sql`id, community_id, root_id, parent_id, author_id, kind, state, published, updated, seq`;
  return sql<PostToTell[]>`
    with recursive about as (
      select ${told}, received as first, 0 as depth from posts where id = ${id}
      union all
      select r.*, a.first, a.depth + 1 from about a
      cross join lateral (select ${told} from posts r where r.parent_id = a.id and r.received < a.first offset 0) r
      where ${orphans} and a.depth < 50)
    select p.id, p.community_id as "communityId", p.root_id as "rootId", p.author_id as "authorId", p.kind, p.state,
      p.published, p.updated, (select author_id from posts where id = p.parent_id) as "parentAuthorId",
      (select author_id from posts where id = p.root_id) as "threadAuthorId",
      (select accepted_answer_id from posts where id = p.root_id) as "acceptedAnswerId",
      array(select m.actor_id from mentions m where m.post_id = p.id) as mentioned
    from about p order by p.depth, p.seq limit 200`;
}

/** Actor ids of people here whose words stand in a discussion. */
export async function authorsIn(sql: Reader, rootId: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct p.author_id as id from posts p join accounts acc on acc.actor_id = p.author_id
    where p.root_id = ${rootId} and p.state in ('accepted', 'pending')`;
  return rows.map(({ id }) => id);
}

/** A post of a person here that could not be handed to its community for 30 days. */
export interface UndeliveredPost {
  readonly accountId: string;
  readonly postId: string;
  readonly rootId: string;
  readonly communityId: string;
  /** The node it was for, in words. */
  readonly home: string;
}

/** Posts whose letter was given up and whose writers have not been told yet; at most 500. */
export function listUndelivered(sql: Reader): Promise<readonly UndeliveredPost[]> {
  return sql<UndeliveredPost[]>`
    select acc.id as "accountId", p.id as "postId", coalesce(p.root_id, p.id) as "rootId", p.community_id as "communityId",
      coalesce(peer.name, d.origin) as home
    from deliveries d join activities v on v.iri = d.activity_iri and v.type = 'Create'
    join posts p on p.iri = v.object_iri and p.state = 'pending'
    join accounts acc on acc.actor_id = p.author_id and acc.disabled is null
    left join peers peer on peer.origin = d.origin
    where d.kind = 'letter' and d.failed is not null and d.error = 'given-up'
      and not exists (select 1 from notices n where n.account_id = acc.id and n.event = 'late:' || p.id) limit 500`;
}

/** Whether a form with this id has been posted by this author. */
export async function isPosted(sql: Reader, authorId: string, submission: string | null): Promise<boolean> {
  if (submission === null) return false;
  const [row] = await sql`select 1 from posts where author_id = ${authorId} and submission = ${submission}`;
  return row !== undefined;
}

/** Who wrote a post, or null. */
export async function authorOf(sql: Reader, postId: string | null): Promise<string | null> {
  const [row] = await sql<{ author_id: string }[]>`select author_id from posts where id = ${postId}`;
  return row?.author_id ?? null;
}
