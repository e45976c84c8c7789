import { type Decision, no, YES } from "../refusal.ts";

/** Sizes of what people write, the same on the page and on the wire (resolution 11; profile 1.2 for replies and names). */
export const LIMITS = {
  /** Characters (UTF-16 units, as a browser's maxlength counts) of the text of a topic or question. */
  sourceCharacters: 50_000,
  /** Characters of the text of a reply; other forum software cuts or refuses longer ones. */
  replyCharacters: 10_000,
  sourceBytes: 64 * 1024,
  htmlBytes: 96 * 1024,
  titleCharacters: 200,
  summaryCharacters: 500,
  nameCharacters: 50,
  wordsCharacters: 1_000,
  links: 20,
  mentions: 50,
  hashtags: 30,
} as const;

/**
 * May this text be posted? Of a question the title may say it all; a topic or reply needs its text. No: `required`, or `too-long` with `field`, `most` and `unit` ("characters" or "bytes").
 */
export function mayBeText(source: string, kind: "topic" | "question" | "reply"): Decision {
  if (source.trim() === "") return kind === "question" ? YES : no("required", { field: "text" });
  const most = kind === "reply" ? LIMITS.replyCharacters : LIMITS.sourceCharacters;
  if (source.length > most) return no("too-long", { field: "text", most, unit: "characters" });
  return bytesOf(source) > LIMITS.sourceBytes
    ? no("too-long", { field: "text", most: LIMITS.sourceBytes, unit: "bytes" })
    : YES;
}

/** May this be a title? No: `required`, or `too-long` with `field` and `most`. */
export function mayBeTitle(title: string): Decision {
  if (title.trim() === "") return no("required", { field: "title" });
  return title.length > LIMITS.titleCharacters
    ? no("too-long", { field: "title", most: LIMITS.titleCharacters, unit: "characters" })
    : YES;
}

/** May this rendered text be sent or stored? No: `too-long` with `most` in bytes of UTF-8. */
export function mayBeHtml(html: string): Decision {
  return bytesOf(html) > LIMITS.htmlBytes
    ? no("too-long", { field: "text", most: LIMITS.htmlBytes, unit: "bytes" })
    : YES;
}

/** Length of a text in bytes of UTF-8. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
