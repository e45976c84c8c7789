import { findGroup } from "../../node/communities/group-rows.ts";
import type { AnyContext } from "../../node/context.ts";
import { findPostWords, type PostWords } from "../../node/outbox/read.ts";
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
  const facts: PostFacts = {
    iri: words.iri,
    pageUrl: pageOf(ctx, group.local ? group.handle : `${group.handle}@${new URL(group.iri).host}`, words),
    authorIri: words.authorIri,
    group: groupAddressOf(group),
    threadIri: ctx.iris.thread(group.iri, words.rootIri),
    source: words.source,
    html: words.html,
    lang: words.lang,
    mentions: words.mentions.map((who) => ({
      iri: who.iri,
      name: `@${who.handle}@${new URL(who.iri).host}`,
    })),
    hashtags: words.hashtags.map((tag) => ({
      tag,
      href: `${ctx.iris.origin}/search?q=${encodeURIComponent(`#${tag}`)}`,
    })),
    links: [],
    published: words.published,
    updated: words.updated,
  };
  if (words.kind !== "reply") {
    return articleFor({
      ...facts,
      kind: words.kind,
      title: words.title,
      summary: words.summary || null,
      themes: words.themes,
      searchableBy: null,
    });
  }
  if (!words.parent) return null;
  const parentAuthor = {
    iri: words.parent.authorIri,
    name: `@${words.parent.authorHandle}@${new URL(words.parent.authorIri).host}`,
  };
  return noteFor({ ...facts, parentIri: words.parent.iri, parentAuthor, answer: false });
}

function pageOf(ctx: AnyContext, handle: string, words: PostWords): string {
  return words.kind === "reply"
    ? `${ctx.iris.origin}/open?item=${encodeURIComponent(words.iri)}`
    : ctx.iris.page.topic(handle, words.id);
}
