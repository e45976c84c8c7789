import type { Viewer } from "../document.ts";
import { foldWord } from "../fold.ts";
import type { Sql } from "../port.ts";
import { parseQuery } from "../query.ts";
import type { Page, Query } from "../results.ts";
import { type Alternative, findAlternatives } from "./alternatives.ts";
import { type Attempt, ENOUGH, strictAttempt, widerAttempts } from "./attempts.ts";
import { readHits } from "./hits.ts";
import { anyOf } from "./lexemes.ts";
import { type Ranked, rank } from "./rank.ts";
import type { Weight } from "./score.ts";
import { searching } from "./session.ts";
import { findTerms, type Term, type Terms } from "./terms.ts";

/** What was asked in the end, and what it gave. */
interface Answer {
  readonly match: string | null;
  readonly highlight: string | null;
  readonly ranked: Ranked;
  readonly leftOut: readonly string[];
  readonly corrected: string | null;
}

const NOTHING: Answer = {
  match: null,
  highlight: null,
  ranked: { ids: [], reachable: 0, bounded: false, facets: {} },
  leftOut: [],
  corrected: null,
};

/** One page of results. Never throws for what was typed; throws when the database is away. */
export function searchDocuments(
  sql: Sql,
  viewer: Viewer,
  query: Query,
  now: Date,
): Promise<Omit<Page, "tookMs">> {
  return searching(sql, async (tx) => {
    const answer = await answerFor(tx, viewer, { ...query, page: Math.max(1, Math.floor(query.page)) }, now);
    const { ids, reachable, bounded, facets } = answer.ranked;
    const { highlight, corrected, leftOut } = answer;
    const hits = await readHits(tx, viewer, ids, { highlight, snippets: query.snippets ?? false });
    return {
      hits,
      total: reachable,
      totalIsLowerBound: bounded,
      reachable,
      facets,
      corrected,
      leftOut,
      degraded: false,
    };
  });
}

async function answerFor(sql: Sql, viewer: Viewer, query: Query, now: Date): Promise<Answer> {
  const parsed = parseQuery(query.q);
  const empty = parsed.words.length + parsed.phrases.length + parsed.minus.length === 0;
  if (empty && /\S/.test(query.q)) return NOTHING;
  const terms = empty ? null : await findTerms(sql, viewer, parsed);
  if (terms && terms.terms.length > 0) return answerWords(sql, { viewer, query, terms, now });
  if (terms && terms.minus === null) return NOTHING;
  const match = terms?.minus ? `!(${terms.minus})` : null;
  const sort = query.sort === "useful" ? "useful" : "newest";
  const ranked = await rank(sql, {
    viewer,
    query,
    match,
    weights: [],
    sort,
    expected: { documents: 0, share: 1 },
    now,
  });
  return { ...NOTHING, match, ranked };
}

interface Asked {
  readonly viewer: Viewer;
  readonly query: Query;
  readonly terms: Terms;
  readonly now: Date;
}

async function answerWords(sql: Sql, asked: Asked): Promise<Answer> {
  const strict = strictAttempt(asked.terms);
  const ranked = await tryAttempt(sql, asked, strict, new Map());
  const answer = answerOf(asked, strict, ranked, new Map());
  return ranked.reachable >= ENOUGH || asked.query.exact ? answer : widen(sql, asked, answer);
}

async function widen(sql: Sql, asked: Asked, strict: Answer): Promise<Answer> {
  const alternatives = await findAlternatives(sql, asked.terms);
  let answer = strict;
  for (const attempt of widerAttempts(asked.terms, alternatives, () => answer.ranked.reachable)) {
    const ranked = await tryAttempt(sql, asked, attempt, alternatives);
    if (ranked.reachable > answer.ranked.reachable) answer = answerOf(asked, attempt, ranked, alternatives);
    if (answer.ranked.reachable >= ENOUGH) break;
  }
  return answer;
}

function tryAttempt(
  sql: Sql,
  asked: Asked,
  attempt: Attempt,
  alternatives: ReadonlyMap<Term, Alternative>,
): Promise<Ranked> {
  const { viewer, query, terms, now } = asked;
  const weights = terms.terms.flatMap((term) => weightsOf(term, alternatives.get(term)));
  const sort = query.sort ?? "relevance";
  return rank(sql, { viewer, query, match: attempt.match, weights, sort, expected: attempt.expected, now });
}

function weightsOf(term: Term, alternative: Alternative | undefined): Weight[] {
  const exact = { query: term.query, worth: term.idf };
  return alternative ? [exact, { query: alternative.query, worth: term.idf / 2 }] : [exact];
}

function answerOf(
  asked: Asked,
  attempt: Attempt,
  ranked: Ranked,
  alternatives: ReadonlyMap<Term, Alternative>,
): Answer {
  const { terms } = asked.terms;
  const also = attempt.widened ? terms.map((term) => alternatives.get(term)?.query ?? null) : [];
  return {
    match: attempt.match,
    highlight: anyOf([...terms.map((term) => term.query), ...also]),
    ranked,
    leftOut: attempt.leftOut,
    corrected: attempt.widened ? correctedOf(asked.query.q, alternatives) : null,
  };
}

function correctedOf(typed: string, alternatives: ReadonlyMap<Term, Alternative>): string | null {
  const replaced = new Map<string, string>();
  for (const [term, { corrected }] of alternatives)
    if (corrected) replaced.set(foldWord(term.text), corrected);
  if (replaced.size === 0) return null;
  return typed.replace(/[\p{L}\p{N}\p{M}]+/gu, (word) => replaced.get(foldWord(word)) ?? word);
}
