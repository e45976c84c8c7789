import type { JsonObject } from "../jcs.ts";

/** Somebody named in a text: the actor and the name as others write it (`@aisha_khan@east.example`). */
export interface Named {
  readonly iri: string;
  readonly name: string;
}

export function mentionFor(named: Named): JsonObject {
  return { type: "Mention", href: named.iri, name: named.name };
}

/** `tag` is the lower-case form without the sign; `href` its page. FEP-eb48. */
export function hashtagFor(tag: string, href: string): JsonObject {
  return { type: "Hashtag", href, name: `#${tag}` };
}

/** A theme of a community as the label Lemmy 1.0 and PieFed show (profile C.8). */
export function themeTagFor(groupIri: string, theme: string): JsonObject {
  const slug = slugOf(theme);
  return { type: "CommunityPostTag", id: `${groupIri}/tags/${slug}`, preferredUsername: slug, name: theme };
}

/** A theme's name in an address: ASCII letters, digits and hyphens; other letters percent-encoded by their bytes. */
function slugOf(theme: string): string {
  return encodeURIComponent(
    theme
      .normalize("NFC")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, ""),
  );
}
