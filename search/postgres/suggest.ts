import { PUBLIC } from "../document.ts";
import type { Sql } from "../port.ts";
import { parseQuery } from "../query.ts";
import { KIND_NUMBER } from "./kinds.ts";
import { quoteLexeme } from "./lexemes.ts";

const SHORTEST = 2;

/**
 * Completions of what is being typed: titles that go on like it, then its last word completed. The same for everybody:
 * only documents that anyone may read are looked at.
 */
export async function suggest(sql: Sql, typed: string, limit: number): Promise<string[]> {
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
     cross join lateral unnest(tsvector_to_array(to_tsvector(case when t.n = $2::int then 'cop_cy' else 'cop_en' end::regconfig, w))) as l`,
    [words, words.length],
  );
  const query = lexemes
    .map(({ n, lexeme }) => quoteLexeme(lexeme) + (n === words.length ? ":*A" : ":A"))
    .join(" & ");
  if (query === "") return [];
  const rows = await sql.query<{ title: string }>(
    `select title from (
       select d.title, d.quality from search_open d
       where d.generation = (select live from search_state) and d.acl @> $4::int[] and d.kind = any($1::smallint[])
         and d.tsv @@ $2::tsquery order by d.quality desc, d.created_at desc limit 50) as best
     group by title order by max(quality) desc, title limit $3::int`,
    [[KIND_NUMBER.question, KIND_NUMBER.topic, KIND_NUMBER.community], query, limit, [PUBLIC]],
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
