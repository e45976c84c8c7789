import MarkdownIt, { type Token } from "markdown-it";
import { findHashtags } from "./hashtags.ts";
import { findMentions } from "./mentions.ts";

/** Where the names in a text lead; null leaves the words as they are. */
export interface TextLinks {
  /** Page and name of the person named `@handle` (host null) or `@handle@host`; the name is what is read. */
  readonly mention?: (handle: string, host: string | null) => { href: string; name: string } | null;
  /** Page of a hashtag, given in its lower-case form. */
  readonly hashtag?: (tag: string) => string | null;
}

interface Name {
  readonly start: number;
  readonly end: number;
  readonly href: string | null;
  /** What is read in place of what was written. */
  readonly shown: string;
  readonly kind: "mention" | "hashtag";
}

/** Turns the mentions and hashtags in the text tokens of parsed Markdown into links, except inside links. */
export function linkNames(blocks: readonly Token[], links: TextLinks): void {
  for (const block of blocks) {
    if (block.type !== "inline" || block.children === null) continue;
    let depth = 0;
    block.children = block.children.flatMap((token) => {
      depth += token.type === "link_open" ? 1 : token.type === "link_close" ? -1 : 0;
      return token.type === "text" && depth === 0 ? splitAtNames(token, links) : [token];
    });
  }
}

function splitAtNames(token: Token, links: TextLinks): Token[] {
  const text = token.content;
  const out: Token[] = [];
  let at = 0;
  for (const { start, end, href, shown, kind } of namesIn(text, links)) {
    if (href === null || start < at) continue;
    out.push(textToken(text.slice(at, start), token.level), ...linkTokens(shown, href, kind, token.level));
    at = end;
  }
  if (at === 0) return [token];
  out.push(textToken(text.slice(at), token.level));
  return out.filter((part) => part.type !== "text" || part.content !== "");
}

function namesIn(text: string, links: TextLinks): Name[] {
  const mentions = findMentions(text).map(({ handle, host, start, end }): Name => {
    const person = links.mention?.(handle, host) ?? null;
    return { start, end, href: person?.href ?? null, shown: `@${person?.name}`, kind: "mention" };
  });
  const hashtags = findHashtags(text).map(({ tag, start, end }): Name => {
    const shown = text.slice(start, end);
    return { start, end, href: links.hashtag?.(tag) ?? null, shown, kind: "hashtag" };
  });
  return [...mentions, ...hashtags].sort((a, b) => a.start - b.start);
}

function linkTokens(text: string, href: string, kind: Name["kind"], level: number): Token[] {
  const open = new MarkdownIt.Token("link_open", "a", 1);
  open.attrs = [
    ["href", href],
    ["class", kind === "mention" ? "u-url mention" : "mention hashtag"],
  ];
  if (kind === "hashtag") open.attrs.push(["rel", "tag"]);
  open.level = level;
  const close = new MarkdownIt.Token("link_close", "a", -1);
  close.level = level;
  return [open, textToken(text, level + 1), close];
}

function textToken(text: string, level: number): Token {
  const token = new MarkdownIt.Token("text", "", 0);
  token.content = text;
  token.level = level;
  return token;
}
