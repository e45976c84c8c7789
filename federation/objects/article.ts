import type { ReleaseFacts } from "../../node/posts/release-types.ts";
import { excerptOf } from "../../node/text/excerpt.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { plainOf } from "../../node/text/plain.ts";
import type { Json, JsonObject } from "../jcs.ts";
import { paragraphOf } from "./escape.ts";
import { instantFor } from "./instant.ts";
import { type PostFacts, postFor } from "./post.ts";
import { themeTagFor } from "./tags.ts";

export interface TitledFacts extends PostFacts {
  readonly kind: "topic" | "question";
  readonly title: string;
  /** Plain text; null takes the first words of the text. */
  readonly summary: string | null;
  readonly themes: readonly string[];
  /** Set where it is a release of what others wrote elsewhere (profile C.10). */
  readonly release?: ReleaseFacts | null;
  /** Who may index it (FEP-268d); null leaves the member out, an empty list would mean the same. */
  readonly searchableBy: readonly string[] | null;
}

/**
 * A topic or question as `Article`, the one titled type that Lemmy, PieFed, Mbin, NodeBB and Discourse all take.
 * `summary` is never empty: Mastodon shows title, summary and link only (profile decision 5, C-01).
 */
export function articleFor(facts: TitledFacts): JsonObject {
  const post = postFor(facts, facts.mentions);
  const themes = facts.themes.map((theme) => themeTagFor(facts.group.iri, theme));
  return {
    type: "Article",
    ...post,
    name: facts.title,
    summary: paragraphOf(summaryOf(facts)),
    preview: { type: "Note", content: paragraphOf(facts.title) },
    tag: [...(post.tag as readonly Json[]), ...themes],
    ...(facts.searchableBy === null ? {} : { searchableBy: facts.searchableBy }),
    "cop:kind": facts.kind,
    ...(facts.release ? { "cop:release": releaseFor(facts.authorIri, facts.release) } : {}),
  };
}

/** No `wasDerivedFrom`: whoever reads the item could see none of what it was made of (profile C.10). */
function releaseFor(byIri: string, { reason, made }: ReleaseFacts): JsonObject {
  return { type: "cop:Release", attributedTo: byIri, published: instantFor(made), summary: reason };
}

function summaryOf(facts: TitledFacts): string {
  const words = facts.summary ?? plainOf(facts.html);
  return excerptOf(words, LIMITS.summaryCharacters) || facts.title;
}
