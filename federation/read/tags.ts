import { hashtagOf } from "../../node/text/hashtags.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { lineOf } from "../../node/text/visible.ts";
import type { Named } from "../objects/tags.ts";
import { iriOf, manyOf, recordOf, typeOf } from "./values.ts";

/** What `tag` says: who is named, hashtags in their comparing form, labels of the community by name. */
export interface ReadTags {
  readonly mentions: readonly Named[];
  readonly hashtags: readonly string[];
  readonly themes: readonly string[];
}

/** Reads `tag`, a lone tag included (kroeg sends one); other kinds of tag (custom emoji, quotes) are passed over. */
export function tagsOf(value: unknown): ReadTags {
  const mentions = new Map<string, Named>();
  const hashtags = new Set<string>();
  const themes = new Set<string>();
  for (const item of manyOf(value).slice(0, 200)) {
    const tag = recordOf(item);
    if (tag === null) continue;
    const name = typeof tag.name === "string" ? lineOf(tag.name, 200) : "";
    const type = typeOf(tag);
    const href = iriOf(tag.href);
    if (type === "Mention" && href !== null) mentions.set(href, { iri: href, name });
    if (type === "Hashtag") add(hashtags, hashtagOf(name));
    if (type === "CommunityPostTag") add(themes, name || textOf(tag.preferredUsername));
  }
  return {
    mentions: [...mentions.values()].slice(0, LIMITS.mentions),
    hashtags: [...hashtags].slice(0, LIMITS.hashtags),
    themes: [...themes].slice(0, LIMITS.hashtags),
  };
}

function add(set: Set<string>, name: string | null): void {
  if (name !== null && name !== "") set.add(name);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? lineOf(value, 200) : "";
}
