import { findGroup, type GroupRow } from "../../node/communities/group-rows.ts";
import type { AnyContext } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { findPostWords, type PostWords } from "../../node/posts/words.ts";
import type { JsonObject } from "../jcs.ts";
import { articleFor } from "../objects/article.ts";
import { noteFor } from "../objects/note.ts";
import type { PostFacts } from "../objects/post.ts";
import { groupAddressOf } from "./group.ts";

/** The object of a post written here, as it stood at a revision (null: now). Null when its text is gone. */
export async function postObject(
  ctx: AnyContext,
  postIri: string,
  revision: number | null,
): Promise<JsonObject | null> {
  const words = await findPostWords(ctx, postIri, revision);
  const group = words ? await findGroup(ctx, { id: words.communityId }) : null;
  if (!words || !group) return null;
  const facts = factsOf(ctx, words, group);
  if (words.kind !== "reply") {
    const { kind, title, themes, release } = words;
    const summary = words.summary || null;
    return articleFor({ ...facts, kind, title, summary, themes, searchableBy: null, release });
  }
  if (!words.parent) return null;
  const { authorIri, authorHandle } = words.parent;
  const parentAuthor = { iri: authorIri, name: `@${authorHandle}@${new URL(authorIri).host}` };
  return noteFor({ ...facts, parentIri: words.parent.iri, parentAuthor, answer: false });
}

function factsOf(ctx: AnyContext, words: PostWords, group: GroupRow): PostFacts {
  const handle = group.local ? group.handle : `${group.handle}@${new URL(group.iri).host}`;
  const { iri, authorIri, source, html, lang, published, updated } = words;
  return {
    iri,
    pageUrl: pageOf(ctx, handle, words),
    authorIri,
    group: groupAddressOf(group),
    threadIri: ctx.iris.thread(group.iri, words.rootIri),
    source,
    html,
    lang,
    mentions: words.mentions.map((who) => ({
      iri: who.iri,
      name: `@${who.handle}@${new URL(who.iri).host}`,
    })),
    hashtags: words.hashtags.map((tag) => ({
      tag,
      href: `${ctx.iris.origin}/search?q=${encodeURIComponent(`#${tag}`)}`,
    })),
    links: [],
    files: words.files.map((file) => ({
      ...file,
      url: `${ctx.iris.origin}/files/${idOf(file.secret)}`,
      sha256: Buffer.from(file.sha256, "hex"),
    })),
    published,
    updated,
  };
}

function pageOf(ctx: AnyContext, handle: string, words: PostWords): string {
  return words.kind === "reply"
    ? `${ctx.iris.origin}/open?item=${encodeURIComponent(words.iri)}`
    : ctx.iris.page.topic(handle, words.id);
}
