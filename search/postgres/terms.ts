import { annotate } from "../annotate.ts";
import type { Viewer } from "../document.ts";
import type { Sql } from "../port.ts";
import type { ParsedQuery } from "../query.ts";
import { radicalsOf } from "../welsh.ts";
import { CONCEPT, RADICAL } from "./kinds.ts";
import { allOf, anyOf, quoteLexeme } from "./lexemes.ts";

/** One thing looked for: a word, a named concept or a phrase. */
export interface Term {
  /** As typed. */
  readonly text: string;
  /** Text of a tsquery. */
  readonly query: string;
  /** Public documents that have it, at most; 0 when no list knows it. */
  readonly ndoc: number;
  readonly idf: number;
  readonly phrase: boolean;
  /** One plain word, which may be completed or corrected. */
  readonly word: string | null;
}

export interface Terms {
  /** Rarest first, at most MOST_TERMS. */
  readonly terms: readonly Term[];
  /** Text of a tsquery of what must not be there, or null. */
  readonly minus: string | null;
  readonly publicDocs: number;
  /** The last word of the query, where it may be unfinished. */
  readonly last: string | null;
}

const MOST_TERMS = 8;

interface Known {
  readonly lexemes: ReadonlyMap<string, readonly string[]>;
  readonly ndoc: ReadonlyMap<string, number>;
  readonly publicDocs: number;
}

/** Finds the lexemes of what was typed, how common each is, and what it is worth. One statement. */
export async function findTerms(sql: Sql, viewer: Viewer, parsed: ParsedQuery): Promise<Terms> {
  const stretches = annotate(parsed.words);
  const phrases = parsed.phrases.map((phrase) => phrase.split(" "));
  const minus = parsed.minus.map((words) => words.split(" "));
  const words = [...parsed.words, ...phrases.flat(), ...minus.flat()];
  const extras = stretches.flatMap((s) =>
    s.concept ? [CONCEPT + s.concept] : radicalLexemes(s.words[0] ?? ""),
  );
  const known = await lookUp(sql, words, extras);
  const found = [
    ...stretches.map((s) => termOfStretch(s.words, s.concept, known, viewer)),
    ...phrases.map((phrase) => termOfPhrase(phrase, known)),
  ].filter((term) => term !== null);
  const terms = [...new Map(found.map((term) => [term.query, term])).values()].sort((a, b) => b.idf - a.idf);
  const last = parsed.unfinished ? (parsed.words.at(-1) ?? null) : null;
  return {
    terms: terms.slice(0, MOST_TERMS),
    minus: anyOf(minus.map((phrase) => termOfPhrase(phrase, known)?.query ?? null)),
    publicDocs: known.publicDocs,
    last,
  };
}

// What is rare among a handful of documents is not rare in the language.
const FEWEST_DOCUMENTS = 100;

/** What a term is worth that `ndoc` of `docs` documents have (BM25's inverse document frequency). */
export function idfOf(ndoc: number, docs: number): number {
  const all = Math.max(docs, ndoc, FEWEST_DOCUMENTS);
  return Math.log(1 + (all - ndoc + 0.5) / (ndoc + 0.5));
}

async function lookUp(sql: Sql, words: readonly string[], extras: readonly string[]): Promise<Known> {
  const rows = await sql.query<{
    word: string | null;
    lexeme: string | null;
    ndoc: number | null;
    docs: number;
  }>(
    `select t.word, t.lexeme, s.ndoc, (select public_docs from search_state) as docs
     from (select null::text as word, null::text as lexeme
           union all select w, l from unnest($1::text[]) as w cross join lateral unnest(tsvector_to_array(to_tsvector('cop_en', w))) as l
           union all select null, e from unnest($2::text[]) as e) as t
     left join search_stem s on s.word = t.lexeme`,
    [[...new Set(words)], [...new Set(extras)]],
  );
  const lexemes = new Map<string, string[]>();
  for (const { word, lexeme } of rows) {
    if (word !== null && lexeme !== null) lexemes.set(word, [...(lexemes.get(word) ?? []), lexeme]);
  }
  const ndoc = new Map(rows.map((row) => [row.lexeme ?? "", row.ndoc ?? 0]));
  return { lexemes, ndoc, publicDocs: rows[0]?.docs ?? 0 };
}

function radicalLexemes(word: string): string[] {
  return word.length < 3 ? [] : radicalsOf(word).map((radical) => RADICAL + radical);
}

function termOfStretch(
  words: readonly string[],
  concept: string | null,
  known: Known,
  viewer: Viewer,
): Term | null {
  const lexemes = words.flatMap((word) => known.lexemes.get(word) ?? []);
  const plain = allOf(lexemes.map(quoteLexeme));
  const others = concept
    ? [CONCEPT + concept]
    : radicalLexemes(words[0] ?? "").filter((r) => isWelsh(r, known, viewer));
  const query = anyOf([plain, ...others.map(quoteLexeme)]);
  if (query === null) return null;
  const count = (lexeme: string) => known.ndoc.get(lexeme) ?? 0;
  const ndoc =
    (lexemes.length > 0 ? Math.min(...lexemes.map(count)) : 0) + others.reduce((sum, l) => sum + count(l), 0);
  const word = concept === null && lexemes.length === 1 ? (words[0] ?? null) : null;
  return { text: words.join(" "), query, ndoc, idf: idfOf(ndoc, known.publicDocs), phrase: false, word };
}

// A radical that no public Welsh text has is looked for only for readers in Welsh, whose closed rooms may have it.
function isWelsh(radical: string, known: Known, viewer: Viewer): boolean {
  return viewer.locale === "cy" || (known.ndoc.get(radical) ?? 0) > 0;
}

function termOfPhrase(words: readonly string[], known: Known): Term | null {
  const each = words.map((word) => known.lexemes.get(word) ?? []);
  let query: string | null = null;
  let gap = 1;
  for (const lexemes of each) {
    const quoted = allOf(lexemes.map(quoteLexeme));
    if (quoted === null) gap += query === null ? 0 : 1;
    else {
      query = query === null ? quoted : `${query} <${gap}> ${quoted}`;
      gap = 1;
    }
  }
  if (query === null) return null;
  const ndoc = Math.min(...each.flat().map((lexeme) => known.ndoc.get(lexeme) ?? 0));
  return {
    text: words.join(" "),
    query: `(${query})`,
    ndoc,
    idf: idfOf(ndoc, known.publicDocs),
    phrase: true,
    word: null,
  };
}
