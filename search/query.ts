import { cleanText } from "./clean-text.ts";
import { withoutFiller } from "./filler.ts";

/** What was typed, taken apart. Everything but quotes and a leading minus is only words: there are no operators. */
export interface ParsedQuery {
  /** In the order typed, letters as typed, without filler ("has anyone", "who knows about"). */
  readonly words: readonly string[];
  readonly phrases: readonly string[];
  /** Words and phrases that a result must not have. */
  readonly minus: readonly string[];
  /** The last word may be unfinished. */
  readonly unfinished: boolean;
}

const MOST_CHARACTERS = 2_000;
const MOST_WORDS = 32;
const MOST_PHRASES = 4;

/** Reads a typed query. Never throws; what holds no letter or digit gives an empty query. */
export function parseQuery(typed: string): ParsedQuery {
  const text = cleanText(typed, MOST_CHARACTERS).replace(/[“”„«»]/g, '"');
  const words: string[] = [];
  const phrases: string[] = [];
  const minus: string[] = [];
  let unfinished = false;
  for (const [whole, minusSign, quoted, bare] of text.matchAll(
    /(?<![^\s])(-(?!-))?(?:"([^"]+)"|(\S+))|\S+/g,
  )) {
    const found = wordsOf(quoted ?? bare ?? whole);
    if (found.length === 0) continue;
    unfinished = false;
    if (minusSign) minus.push(found.join(" "));
    else if (quoted !== undefined && found.length > 1) phrases.push(found.join(" "));
    else {
      words.push(...found);
      unfinished = quoted === undefined;
    }
  }
  return {
    words: withoutFiller(words.slice(0, MOST_WORDS)),
    phrases: phrases.slice(0, MOST_PHRASES),
    minus: minus.slice(0, MOST_WORDS),
    unfinished: unfinished && !/[\s?!.,;:]$/.test(typed),
  };
}

/** Words of a text in the order they stand: runs of letters and digits, full stops inside kept ("s.106", "gov.uk"). */
export function wordsOf(text: string): string[] {
  const plain = text.replace(/(?<=\p{L})['’](s|t|d|m|re|ve|ll)(?![\p{L}\p{N}])/giu, "");
  return (plain.match(/[\p{L}\p{N}\p{M}]+(?:\.[\p{L}\p{N}]+)*/gu) ?? []).map((word) => word.slice(0, 100));
}

/** The address that was pasted instead of words, or null. */
export function pastedAddress(typed: string): URL | null {
  const text = typed.trim();
  if (!/^https?:\/\/\S+$/i.test(text) || text.length > MOST_CHARACTERS) return null;
  return URL.parse(text);
}
