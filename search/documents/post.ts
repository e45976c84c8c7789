import { cleanText } from "../clean-text.ts";
import type { IndexDoc, Tier } from "../document.ts";
import { wordsOf } from "../query.ts";
import { plainTextOf } from "./plain-text.ts";
import { type CommunityReaders, contentReaders } from "./readers.ts";

/** A post that stands in its community (state `accepted`, or `pending` for what its own node holds of it). */
export interface PostRow {
  readonly id: string;
  readonly iri: string;
  /** Position of the newest change of the post, its thread or its author. */
  readonly version: number;
  readonly kind: "topic" | "question" | "reply";
  /** Of the thread, for replies too. */
  readonly title: string;
  /** Sanitised. */
  readonly html: string;
  readonly lang: string;
  readonly themes: readonly string[];
  readonly hashtags: readonly string[];
  /** Host of the author's node. */
  readonly node: string;
  readonly council: { readonly id: string; readonly name: string } | null;
  readonly community: CommunityReaders & { readonly id: string; readonly name: string };
  /** Id of the post that began the thread; of a topic or question itself. */
  readonly threadId: string;
  readonly author: { readonly id: string; readonly name: string };
  /** This reply is the accepted answer. */
  readonly accepted: boolean;
  /** This question has an accepted answer. */
  readonly answered: boolean;
  readonly useful: number;
  readonly published: Date;
  readonly edited: Date | null;
}

const SHORTEST_REPLY_WORDS = 15;

/**
 * What is indexed of a post, or null when it is not to be found by itself: short replies ("Thanks, that helps"),
 * and what a confidential community elsewhere holds. On null, remove the id.
 */
export function postDocument(row: PostRow): IndexDoc | null {
  const acl = contentReaders(row.community);
  const body = cleanText(plainTextOf(row.html));
  if (!acl) return null;
  if (row.kind === "reply" && !row.accepted && wordsOf(body).length < SHORTEST_REPLY_WORDS) return null;
  return {
    kind: row.kind,
    id: row.id,
    uri: row.iri,
    version: row.version,
    lang: row.lang,
    title: cleanText(row.title, 500),
    body,
    tags: [...new Set([...row.themes, ...row.hashtags])],
    context: [row.community.name, row.council?.name ?? "", row.author.name].filter((name) => name !== ""),
    node: row.node,
    council: row.council?.id ?? null,
    community: row.community.id,
    thread: row.threadId,
    author: row.author.id,
    acl,
    tier: tierOf(row),
    answered: row.accepted || row.answered,
    useful: row.useful,
    createdAt: row.published,
    updatedAt: row.edited ?? row.published,
  };
}

function tierOf(row: PostRow): Tier {
  if (row.kind !== "reply") return 1;
  return row.accepted ? 3 : 0;
}
