import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { attachFiles, changesFiles } from "../files/attach.ts";
import { keepLinks } from "../files/links.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import type { PostContent } from "./content.ts";
import { isErased, type PostRow, postById } from "./find.ts";
import { writeMentions } from "./mentions.ts";
import { mayEdit } from "./policy.ts";
import { tellOfChangedSource } from "./release-changed.ts";
import { sendPost } from "./send.ts";

export interface Edit {
  readonly actorId: string;
  readonly postId: string;
  readonly content: Pick<
    PostContent,
    | "title"
    | "source"
    | "html"
    | "summary"
    | "lang"
    | "langSource"
    | "hashtags"
    | "themes"
    | "mentions"
    | "received"
  > &
    Partial<Pick<PostContent, "files" | "links">>;
  /** The revision the author saw; null when not known (wire). */
  readonly seen: number | null;
}

/**
 * The author changes a post; earlier versions are kept where the post lives. What came over the wire counts only when
 * it is newer than what is held (profile C-20). Refuses `wrong-author`, `not-found`, `stale-revision`, `locked`.
 */
export function editPost(
  ctx: NodeContext | WriteContext,
  edit: Edit,
  origin: Origin = HERE,
): Promise<PostRow> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, edit.postId, "update");
    const refill = origin.road === "relay" && isErased(post) && post.state === "accepted";
    if (!refill) refuseUnless(mayEdit(post, edit.actorId));
    if (edit.seen !== null && edit.seen !== post.revision)
      refuse("stale-revision", { current: post.revision });
    const updated = edit.content.received?.updated ?? edit.content.received?.published ?? tx.now;
    const held = post.updated ?? post.published;
    if (edit.content.received && !refill && updated <= held) return post;
    const files = edit.content.files ?? null;
    const community = await communityHome(tx.sql, post.communityId);
    const author = await actorById(tx.sql, edit.actorId);
    const to = { postId: post.id, community, author, origin };
    const relinked = edit.content.received && (await keepLinks(tx, to, edit.content.links ?? []));
    if (!relinked && sameText(post, edit) && !(await changesFiles(tx, post.id, files))) return post;
    await writeEdit(tx, post, edit, updated);
    if (files !== null)
      await attachFiles(tx, { postId: post.id, communityId: post.communityId, ownerId: edit.actorId, files });
    const changed = await postById(tx.sql, post.id);
    const changeId = await recordChange(tx, {
      kind: "post.edited",
      actorId: edit.actorId,
      communityId: post.communityId,
      subjectId: post.id,
      subjectIri: post.iri,
      revision: changed.revision,
      origin,
    });
    await sendPost(tx, { type: wireType(post), post: changed, community, author, changeId }, origin);
    await tellOfChangedSource(tx, changed);
    return changed;
  });
}

/** A declined post that is edited is sent again as new; anything else is an Update. */
function wireType(post: PostRow): "Create" | "Update" {
  return post.state === "declined" ? "Create" : "Update";
}

function sameText(post: PostRow, edit: Edit): boolean {
  return (
    post.title === edit.content.title &&
    post.html === edit.content.html &&
    post.source === edit.content.source &&
    post.lang === edit.content.lang &&
    post.state !== "declined" &&
    edit.content.themes.join() === post.themes.join()
  );
}

async function writeEdit(tx: WriteContext, post: PostRow, edit: Edit, updated: Date): Promise<void> {
  const { content } = edit;
  const at = updated < tx.now ? updated : tx.now;
  await tx.sql`
    update posts set title = ${content.title}, source = ${content.source}, html = ${content.html}, summary = ${content.summary},
      lang = ${content.lang}, lang_source = ${content.langSource}, hashtags = ${[...content.hashtags]}, themes = ${[...content.themes]},
      raw = coalesce(${content.received ? Buffer.from(content.received.raw) : null}, raw), content_hash = ${content.received ? Buffer.from(content.received.hash) : null},
      revision = revision + 1, updated = ${at},
      state = case when state = 'declined' then 'pending' else state end, reason = case when state = 'declined' then '' else reason end
    where id = ${post.id}`;
  await tx.sql`insert into post_revisions (post_id, number, title, source, html, made)
    values (${post.id}, ${post.revision + 1}, ${content.title}, ${content.source}, ${content.html}, ${at})`;
  await writeMentions(tx, post.id, content.mentions);
}
