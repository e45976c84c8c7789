// Bidirectional embeddings, overrides and isolates; zero-width space, word joiner and its kin; byte order mark;
// control characters except tab, line feed and carriage return. ZWJ and ZWNJ stay: emoji and several scripts need them.
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;
// Tag characters are invisible text, except in the flags of England, Scotland and Wales (a black flag followed by tags).
const TAGS = /(\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f})|[\u{e0000}-\u{e007f}]/gu;
const LINE_ONLY = /\u034f|[\u00ad\u115f\u1160\u200e\u200f\u3164\uffa0]/gu;

/** A text without characters that hide or reorder other characters (A59); lone surrogates become U+FFFD. */
export function visibleOf(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, "").replace(TAGS, "$1");
}

/** One line of plain text (a name, a title): visible characters, single spaces, at most `most` code points. */
export function lineOf(text: string, most: number): string {
  const line = visibleOf(text).replace(LINE_ONLY, "").replace(/\s+/gu, " ").trim();
  return cutAt(line, most);
}

/** The first `most` code points of a text; never half a surrogate pair. */
export function cutAt(text: string, most: number): string {
  if (text.length <= most) return text;
  // A code point is at most two units long, so that the rest of a long text is not looked at.
  return Array.from(text.slice(0, 2 * most))
    .slice(0, most)
    .join("")
    .trimEnd();
}
