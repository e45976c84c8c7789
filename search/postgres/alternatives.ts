import type { Sql } from "../port.ts";
import { anyOf, quoteLexeme } from "./lexemes.ts";
import { spellingOf } from "./spelling.ts";
import type { Term, Terms } from "./terms.ts";

/** What a word may have been meant for. */
export interface Alternative {
  /** Text of a tsquery. */
  readonly query: string;
  /** The word it was corrected to; null where it was only completed. */
  readonly corrected: string | null;
  /** Public documents that have it, at most. */
  readonly ndoc: number;
}

const SHORTEST_PREFIX = 3;
const MOST_COMPLETIONS = 8;
const SHORTEST_CORRECTED = 5;

/** Completions of an unfinished last word, and nearest spellings of words that no public document has. */
export async function findAlternatives(sql: Sql, terms: Terms): Promise<ReadonlyMap<Term, Alternative>> {
  const found = new Map<Term, Alternative>();
  for (const term of terms.terms) {
    const alternative = await alternativeOf(sql, term, terms.last);
    if (alternative) found.set(term, alternative);
  }
  return found;
}

async function alternativeOf(sql: Sql, term: Term, last: string | null): Promise<Alternative | null> {
  if (term.word === null) return null;
  const completed = term.word === last ? await completionsOf(sql, term.word) : null;
  if (completed?.known) return { ...completed, corrected: null };
  const corrected = term.ndoc === 0 && mayBeMisspelt(term.word) ? await spellingOf(sql, term.word) : null;
  if (corrected) return { query: corrected.query, corrected: corrected.word, ndoc: corrected.ndoc };
  return completed && { ...completed, corrected: null };
}

// Acronyms and anything with a digit are meant as they stand: s106 is not s107.
function mayBeMisspelt(word: string): boolean {
  return word.length >= SHORTEST_CORRECTED && /^[\p{L}\p{M}]+$/u.test(word) && word !== word.toUpperCase();
}

interface Completions {
  readonly query: string;
  readonly ndoc: number;
  /** False when no public word begins like this. */
  readonly known: boolean;
}

async function completionsOf(sql: Sql, word: string): Promise<Completions | null> {
  if (word.length < SHORTEST_PREFIX || /\d/.test(word)) return null;
  const [row] = await sql.query<{ prefix: string | null; lexemes: string[] | null; ndoc: number }>(
    `with p as (select lexeme from unnest(to_tsvector('cop_cy', $1)) limit 1),
       begun as (select w.word, w.ndoc from search_word w, p where w.word >= p.lexeme and w.word < p.lexeme || '\u{10ffff}'),
       best as (select word from begun order by ndoc desc, word limit ${MOST_COMPLETIONS})
     select (select lexeme from p) as prefix, (select coalesce(sum(ndoc), 0) from begun)::float8 as ndoc,
       (select array_agg(distinct l) from best cross join lateral unnest(tsvector_to_array(to_tsvector('cop_en', best.word))) as l) as lexemes`,
    [word],
  );
  if (!row?.prefix) return null;
  const lexemes = row.lexemes ?? [];
  const query = anyOf([`${quoteLexeme(row.prefix)}:*`, ...lexemes.map(quoteLexeme)]);
  return query === null ? null : { query, ndoc: row.ndoc, known: lexemes.length > 0 };
}
