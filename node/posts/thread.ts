import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import type { PostContent } from "./content.ts";
import { replyOrMove } from "./move-rows.ts";

export interface Place {
  readonly rootId: string | null;
  readonly parentId: string | null;
  readonly parentIri: string | null;
}

/** Where a reply belongs. A parent that has not arrived is remembered by its IRI: the reply is held until it comes. */
export async function placeInThread(
  tx: WriteContext,
  community: Pick<CommunityHome, "id" | "iri">,
  content: PostContent,
): Promise<Place> {
  if (content.kind !== "reply") return { rootId: null, parentId: null, parentIri: null };
  if (content.parentIri === null) return refuse("required", { field: "parent" });
  await replyOrMove(tx, "reply");
  const [parent] = await tx.sql<{ id: string; root_id: string | null; community_id: string }[]>`
    select id, root_id, community_id from posts where iri = ${content.parentIri}`;
  if (!parent) {
    if (content.received === null) refuse("not-found");
    const rootId = await rootByContext(tx, community, content);
    return { rootId, parentId: null, parentIri: content.parentIri };
  }
  if (parent.community_id !== community.id) refuse("wrong-audience");
  const rootId = parent.root_id ?? (await rootByContext(tx, community, content));
  return { rootId, parentId: parent.id, parentIri: content.parentIri };
}

/**
 * The first post of the thread that a reply says it is in (C-04): its parent may be deleted for good before it came
 * here, and the reply still belongs there.
 */
async function rootByContext(
  tx: WriteContext,
  community: Pick<CommunityHome, "id" | "iri">,
  content: PostContent,
): Promise<string | null> {
  const contextIri = content.received?.contextIri ?? null;
  const rootIri = rootNamedBy(contextIri);
  if (rootIri === null || tx.iris.thread(community.iri, rootIri) !== contextIri) return null;
  const [root] = await tx.sql<{ id: string }[]>`
    select id from posts where iri = ${rootIri} and kind <> 'reply' and community_id = ${community.id}`;
  return root?.id ?? (await standInForDeleted(tx, community, rootIri));
}

/**
 * A first post that was deleted before it came here still has its thread: an empty row takes its place. Null when it
 * was not deleted by its author.
 */
export async function standInForDeleted(
  tx: WriteContext,
  community: Pick<CommunityHome, "id" | "iri">,
  rootIri: string,
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into posts (iri, community_id, author_id, kind, state, seq, published, received, closed)
    select t.iri, t.community_id, a.id, 'topic', 'deleted', 0, t.deleted, ${tx.now}, c.closed
    from tombstones t join communities c on c.id = t.community_id join actors a on a.iri = t.author_iri where t.iri = ${rootIri} and t.community_id = ${community.id}
    on conflict do nothing returning id`;
  if (!row) return null;
  await tx.sql`update posts set root_id = id where id = ${row.id}`;
  await attachOrphans(tx, { id: row.id, iri: rootIri, rootId: row.id }, community);
  return row.id;
}

/** Replies here that say they are in the thread of this first post, which has not come. */
export async function hasOrphans(
  tx: WriteContext,
  community: Pick<CommunityHome, "id" | "iri">,
  rootIri: string,
): Promise<boolean> {
  const [row] = await tx.sql`select 1 from posts where root_id is null and kind = 'reply'
    and community_id = ${community.id} and context_iri = ${tx.iris.thread(community.iri, rootIri)} limit 1`;
  return row !== undefined;
}

/** Attaches replies that came before this post, with everything under them, and brings the thread's counts up to date. */
export async function attachOrphans(
  tx: WriteContext,
  post: { id: string; iri: string; rootId: string | null },
  community: Pick<CommunityHome, "id" | "iri">,
): Promise<void> {
  const threadIri = post.rootId === post.id ? tx.iris.thread(community.iri, post.iri) : null;
  await tx.sql`update posts set parent_id = ${post.id}
    where parent_iri = ${post.iri} and parent_id is null and community_id = ${community.id}`;
  if (post.rootId === null) return;
  await tx.sql`
    with recursive under as (
      select id from posts where community_id = ${community.id} and root_id is null and kind = 'reply'
        and (parent_id = ${post.id} or context_iri = ${threadIri})
      union select p.id from posts p join under u on p.parent_id = u.id where p.root_id is null)
    update posts set root_id = ${post.rootId} where id in (select id from under)`;
  await countReplies(tx, post.rootId);
}

/** IRI of the first post of the thread that a post is in; null while the post or its thread is not here. */
export async function findRootIri(sql: Reader, postIri: string): Promise<string | null> {
  const [row] = await sql<{ iri: string }[]>`
    select r.iri from posts p join posts r on r.id = p.root_id where p.iri = ${postIri}`;
  return row?.iri ?? null;
}

/**
 * IRI of what must come before it is known in which thread a reply is: the first post it names (C-04), else the nearest
 * one above it that has not come. Null when the reply itself is not here.
 */
export async function findMissingAncestor(sql: Reader, postIri: string): Promise<string | null> {
  const [row] = await sql<{ parent_iri: string | null; context_iri: string | null }[]>`
    with recursive up as (
      select parent_id, parent_iri, context_iri from posts where iri = ${postIri}
      union select p.parent_id, p.parent_iri, p.context_iri from posts p join up on p.id = up.parent_id)
    select parent_iri, context_iri from up where parent_id is null limit 1`;
  return rootNamedBy(row?.context_iri ?? null) ?? row?.parent_iri ?? null;
}

/** The first post that the context of a thread here names; null where it names none. */
export function rootNamedBy(contextIri: string | null): string | null {
  return contextIri === null ? null : (URL.parse(contextIri)?.searchParams.get("root") ?? null);
}

/** Replies that stand, and the newest of them. */
export async function countReplies(tx: WriteContext, rootId: string): Promise<void> {
  await tx.sql`
    update posts r set replies = n.replies, last_reply = coalesce(n.last_reply, r.published), last_reply_by = n.by
    from (select count(*)::int as replies, max(published) as last_reply,
        (array_agg(author_id order by published desc, id desc))[1] as by
      from posts where root_id = ${rootId} and kind = 'reply' and state = 'accepted') n
    where r.id = ${rootId}`;
}
