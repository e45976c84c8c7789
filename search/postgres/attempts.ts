import type { Alternative } from "./alternatives.ts";
import { allOf, anyOf } from "./lexemes.ts";
import type { Term, Terms } from "./terms.ts";

/** How many documents are expected to match, as if words stood where they stand by chance, and their share of all. */
export interface Expected {
  readonly documents: number;
  readonly share: number;
}

/** One way to ask: first for everything typed, then for less. */
export interface Attempt {
  /** Text of a tsquery. */
  readonly match: string;
  readonly leftOut: readonly string[];
  readonly widened: boolean;
  readonly expected: Expected;
}

/** Enough results to stop asking for less. */
export const ENOUGH = 10;

/** All words as typed. */
export function strictAttempt(terms: Terms): Attempt {
  return attemptOf(terms, terms.terms, [], new Map());
}

/**
 * What to try next while there are too few results: words completed or corrected; then without the commonest word, one
 * more each time but never below two; then any two of the words; any one only when nothing at all was found.
 */
export function* widerAttempts(
  terms: Terms,
  alternatives: ReadonlyMap<Term, Alternative>,
  found: () => number,
): Generator<Attempt> {
  if (alternatives.size > 0) yield attemptOf(terms, terms.terms, [], alternatives);
  const required = terms.terms.filter((term) => term.phrase);
  const words = terms.terms.filter((term) => !term.phrase);
  const order = droppingOrder(words, alternatives, found() === 0);
  for (let dropped = 1; words.length - dropped >= 2 && found() < ENOUGH; dropped++) {
    const left = new Set(order.slice(0, dropped));
    yield attemptOf(
      terms,
      terms.terms.filter((term) => !left.has(term)),
      [...left],
      alternatives,
    );
  }
  if (words.length >= 3 && found() < ENOUGH)
    yield looseAttempt(terms, required, pairsOf(words, alternatives));
  if (words.length >= 2 && found() === 0)
    yield looseAttempt(
      terms,
      required,
      words.map((term) => queryOf(term, alternatives)),
    );
}

// Words that nobody knows first, where they are why there was nothing; then the commonest.
function droppingOrder(
  words: readonly Term[],
  alternatives: ReadonlyMap<Term, Alternative>,
  nothing: boolean,
): Term[] {
  const unknown = (term: Term) => nothing && term.ndoc === 0 && !alternatives.has(term);
  return [...words].sort((a, b) => Number(unknown(b)) - Number(unknown(a)) || b.ndoc - a.ndoc);
}

function attemptOf(
  terms: Terms,
  wanted: readonly Term[],
  left: readonly Term[],
  alternatives: ReadonlyMap<Term, Alternative>,
): Attempt {
  const match = allOf(wanted.map((term) => queryOf(term, alternatives))) ?? "";
  const share = wanted.reduce((product, term) => product * shareOf(terms, term, alternatives), 1);
  return {
    match: withMinus(match, terms.minus),
    leftOut: left.map((term) => term.text),
    widened: alternatives.size > 0,
    expected: expectedOf(terms, share),
  };
}

function looseAttempt(terms: Terms, required: readonly Term[], any: readonly string[]): Attempt {
  const match = allOf([...required.map((term) => term.query), anyOf(any)]) ?? "";
  const words = terms.terms.filter((term) => !term.phrase);
  return {
    match: withMinus(match, terms.minus),
    leftOut: words.map((term) => term.text),
    widened: true,
    expected: expectedOf(
      terms,
      words.reduce((sum, term) => sum + shareOf(terms, term, new Map()), 0),
    ),
  };
}

function expectedOf(terms: Terms, share: number): Expected {
  const some = Math.min(1, share);
  return { documents: some * terms.publicDocs, share: some };
}

function shareOf(terms: Terms, term: Term, alternatives: ReadonlyMap<Term, Alternative>): number {
  return Math.min(1, (term.ndoc + (alternatives.get(term)?.ndoc ?? 0)) / Math.max(1, terms.publicDocs));
}

function pairsOf(words: readonly Term[], alternatives: ReadonlyMap<Term, Alternative>): string[] {
  return words.flatMap((a, i) =>
    words.slice(i + 1).map((b) => `(${queryOf(a, alternatives)} & ${queryOf(b, alternatives)})`),
  );
}

function queryOf(term: Term, alternatives: ReadonlyMap<Term, Alternative>): string {
  return anyOf([term.query, alternatives.get(term)?.query ?? null]) ?? term.query;
}

function withMinus(match: string, minus: string | null): string {
  return minus === null ? match : `(${match}) & !(${minus})`;
}
