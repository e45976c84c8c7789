import type { WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import type { PostContent } from "./content.ts";

export interface Place {
  readonly rootId: string | null;
  readonly parentId: string | null;
  readonly parentIri: string | null;
}

/** Where a reply belongs. A parent that has not arrived is remembered by its IRI: the reply is held until it comes. */
export async function placeInThread(
  tx: WriteContext,
  communityId: string,
  content: PostContent,
): Promise<Place> {
  if (content.kind !== "reply") return { rootId: null, parentId: null, parentIri: null };
  if (content.parentIri === null) return refuse("required", { field: "parent" });
  const [parent] = await tx.sql<{ id: string; root_id: string | null; community_id: string }[]>`
    select id, root_id, community_id from posts where iri = ${content.parentIri}`;
  if (!parent) {
    if (content.received === null) refuse("not-found");
    return { rootId: null, parentId: null, parentIri: content.parentIri };
  }
  if (parent.community_id !== communityId) refuse("wrong-audience");
  return { rootId: parent.root_id, parentId: parent.id, parentIri: content.parentIri };
}

/** Attaches replies that came before this post, with everything under them, and brings the thread's counts up to date. */
export async function attachOrphans(
  tx: WriteContext,
  post: { id: string; iri: string; rootId: string | null; communityId: string },
): Promise<void> {
  await tx.sql`update posts set parent_id = ${post.id}
    where parent_iri = ${post.iri} and parent_id is null and community_id = ${post.communityId}`;
  if (post.rootId === null) return;
  await tx.sql`
    with recursive under as (
      select id from posts where parent_id = ${post.id} and root_id is null
      union select p.id from posts p join under u on p.parent_id = u.id where p.root_id is null)
    update posts set root_id = ${post.rootId} where id in (select id from under)`;
  await countReplies(tx, post.rootId);
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
