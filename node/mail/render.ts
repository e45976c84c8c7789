import { type Layout, layoutHtml, layoutText } from "./layout.ts";
import type { MailContent, MailFacts, MailLanguage } from "./types.ts";
import { fill, partOf, textOf } from "./words.ts";

export interface Place {
  /** `Sunderland Communities` */
  readonly site: string;
  readonly origin: string;
}

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const LONGEST_QUOTE = 2_000;
const LONGEST_SUBJECT = 150;

/**
 * Puts a mail into words: text, and simple HTML in one column from the same pieces. Nothing in it is loaded from
 * anywhere and no link is counted (W18).
 */
export function renderMail(
  content: MailContent,
  how: { language: MailLanguage; place: Place; stopLink: string | null },
): Rendered {
  const { language, place } = how;
  const facts: MailFacts = { site: place.site, ...content.facts };
  const words = textOf(language, content.text);
  const lines = (list: readonly string[] = []) =>
    list.map((line) => fill(line, facts)).filter((line) => line !== null);
  const subject = subjectOf(fill(words.subject, facts) ?? place.site);
  const layout: Layout = {
    language,
    subject,
    site: place.site,
    paragraphs: lines(words.body),
    quote: content.quote ? shortened(content.quote) : null,
    items: content.items ?? [],
    button:
      words.action && content.open
        ? { words: fill(words.action, facts) ?? place.site, link: content.open }
        : null,
    after: lines(words.after),
    foot: lines(words.why ? [words.why] : []),
    links: footLinks(
      language,
      place,
      words.stop && how.stopLink ? { words: words.stop, link: how.stopLink } : null,
    ),
  };
  return { subject, text: layoutText(layout), html: layoutHtml(layout) };
}

function footLinks(language: MailLanguage, place: Place, stop: { words: string; link: string } | null) {
  const choices = { words: partOf(language, "choices"), link: `${place.origin}/me/settings` };
  return stop ? [stop, choices] : [];
}

function subjectOf(line: string): string {
  const characters = Array.from(line);
  if (characters.length <= LONGEST_SUBJECT) return line;
  return `${characters
    .slice(0, LONGEST_SUBJECT - 1)
    .join("")
    .trimEnd()}…`;
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= LONGEST_QUOTE
    ? text
    : `${characters.slice(0, LONGEST_QUOTE).join("").trimEnd()} …`;
}
