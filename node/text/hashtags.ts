/** A hashtag in a text. `tag` is the form used to compare and to link: lower case, without the sign. */
export interface FoundHashtag {
  readonly tag: string;
  readonly start: number;
  readonly end: number;
}

// FEP-eb48: letters, marks, digits and underscores, at least one of them not a digit ("#1" is a number, not a theme).
const HASHTAG = /(?<![\p{L}\p{N}_&#/])#([\p{L}\p{M}\p{N}_]{1,100})(?![\p{L}\p{M}\p{N}_#])/gu;

/** Every hashtag in a plain text, in order, repetitions included. */
export function findHashtags(text: string): FoundHashtag[] {
  const found: FoundHashtag[] = [];
  for (const match of text.matchAll(HASHTAG)) {
    const tag = hashtagOf(match[1] ?? "");
    if (tag !== null) found.push({ tag, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** The form of a hashtag used to compare, from any spelling ("#Road Safety" → "road_safety"); null if nothing is left. */
export function hashtagOf(name: string): string | null {
  const tag = name
    .normalize("NFC")
    .replace(/^#+/u, "")
    .replace(/[^\p{L}\p{M}\p{N}_]+/gu, "_")
    .replace(/^_+|_+$/gu, "")
    .toLowerCase();
  return tag === "" || tag.length > 100 || /^[\p{N}_]+$/u.test(tag) ? null : tag;
}
