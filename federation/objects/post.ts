import type { JsonObject } from "../jcs.ts";
import { contentTo, type GroupAddress, uniqueIris } from "./audience.ts";
import { type AttachedFile, fileFor } from "./file.ts";
import { instantFor } from "./instant.ts";
import { languageFor } from "./language.ts";
import { hashtagFor, mentionFor, type Named } from "./tags.ts";

/** What topics, questions and replies have in common. */
export interface PostFacts {
  readonly iri: string;
  readonly pageUrl: string;
  readonly authorIri: string;
  readonly group: GroupAddress;
  /** The Group's `cop:threads` template filled with the thread's root (C-04). */
  readonly threadIri: string;
  /** Markdown as typed. */
  readonly source: string;
  /** Its HTML, sanitised. */
  readonly html: string;
  readonly lang: string;
  readonly mentions: readonly Named[];
  readonly hashtags: readonly { readonly tag: string; readonly href: string }[];
  readonly links: readonly {
    readonly href: string;
    readonly name: string;
    readonly mediaType: string | null;
  }[];
  readonly files: readonly AttachedFile[];
  readonly published: Date;
  /** Later than `published`; null while never edited. */
  readonly updated: Date | null;
}

/** The members of profile C.1 that every content object has. `named` are all mentions besides the Group's. */
export function postFor(facts: PostFacts, named: readonly Named[]): JsonObject {
  const others = named.filter((who) => who.iri !== facts.authorIri);
  return {
    id: facts.iri,
    attributedTo: facts.authorIri,
    audience: facts.group.iri,
    to: contentTo(facts.group),
    cc: facts.group.readers === "everyone" ? uniqueIris(others.map((who) => who.iri)) : [],
    context: facts.threadIri,
    url: facts.pageUrl,
    content: facts.html,
    mediaType: "text/html",
    source: { content: facts.source, mediaType: "text/markdown" },
    language: languageFor(facts.lang),
    tag: [...tagsFor(facts, others)],
    attachment: [...facts.files.map(fileFor), ...facts.links.map(linkFor)],
    sensitive: false,
    published: instantFor(facts.published),
    ...(facts.updated === null ? {} : { updated: instantFor(facts.updated) }),
    replies: `${facts.iri}/replies`,
  };
}

/** The Group is always mentioned, so that a reply from Mastodon addresses it by itself (C-03). */
function tagsFor(facts: PostFacts, others: readonly Named[]): JsonObject[] {
  const group = { iri: facts.group.iri, name: facts.group.name };
  const once = new Map([group, ...others].map((who) => [who.iri, who]));
  return [
    ...[...once.values()].map(mentionFor),
    ...facts.hashtags.map(({ tag, href }) => hashtagFor(tag, href)),
  ];
}

function linkFor(link: PostFacts["links"][number]): JsonObject {
  return {
    type: "Link",
    href: link.href,
    name: link.name,
    ...(link.mediaType === null ? {} : { mediaType: link.mediaType }),
  };
}
