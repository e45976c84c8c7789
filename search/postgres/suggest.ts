import { PUBLIC } from "../document.ts";
import type { Sql } from "../port.ts";
import { parseQuery } from "../query.ts";
import { KIND_NUMBER } from "./kinds.ts";
import { quoteLexeme } from "./lexemes.ts";
import { searching } from "./session.ts";

const SHORTEST = 2;

/**
 * Completions of what is being typed: titles that go on like it, then its last word completed. The same for everybody:
 * only documents that anyone may read are looked at.
 */
export function suggest(sql: Sql, typed: string, limit: number): Promise<string[]> {
  return searching(sql, (tx) => completing(tx, typed, limit));
}

async function completing(sql: Sql, typed: string, limit: number): Promise<string[]> {
  const { words, unfinished } = parseQuery(typed);
  const last = words.at(-1);
  if (!unfinished || last === undefined || last.length < SHORTEST || limit < 1) return [];
  const titles = last.length > SHORTEST ? await titlesLike(sql, words, Math.ceil(limit / 2)) : [];
  const ends = await completionsOf(sql, last, limit);
  const before = words.slice(0, -1).join(" ");
  const lines = ends.map((end) => (before === "" ? end : `${before} ${end}`));
  return [...new Set([...titles, ...lines])].slice(0, limit);
}

async function titlesLike(sql: Sql, words: readonly string[], limit: number): Promise<string[]> {
  const lexemes = await sql.query<{ n: number; lexeme: string }>(
    `select t.n::int as n, l as lexeme from unnest($1::text[]) with ordinality as t(w, n)
     cross join lateral unnest(tsvector_to_array(to_tsvector('cop_cy', w))) as l`,
    [words],
  );
  const query = lexemes
    .map(({ n, lexeme }) => quoteLexeme(lexeme) + (n === words.length ? ":*" : ""))
    .join(" & ");
  if (query === "") return [];
  // Words of the index search_document_titles, as its expression.
  const titleWords = "to_tsvector('cop_cy', translate(d.title, '/-–—_', '     '))";
  const rows = await sql.query<{ title: string }>(
    `select title from (
       select d.title, d.quality from search_document d
       where d.closed = false and d.generation = (select live from search_state) and d.acl @> $3::int[] and d.kind <> ${KIND_NUMBER.reply}
         and ${titleWords} @@ $1::tsquery order by d.quality + 0.0 desc, d.created_at desc limit 50) as best
     group by title order by max(quality) desc, title limit $2::int`,
    [query, limit, [PUBLIC]],
  );
  return rows.map((row) => row.title);
}

async function completionsOf(sql: Sql, last: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ word: string }>(
    `with p as (select lexeme from unnest(to_tsvector('cop_cy', $1)) limit 1)
     select w.word from search_word w, p where w.word >= p.lexeme and w.word < p.lexeme || '\u{10ffff}'
     order by w.ndoc desc, w.word limit $2::int`,
    [last, limit],
  );
  return rows.map((row) => row.word);
}
