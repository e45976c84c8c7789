import { foldWord } from "../fold.ts";
import type { Sql } from "../port.ts";
import { allOf, quoteLexeme } from "./lexemes.ts";

const TWO_ERRORS_FROM = 9;

/** The likeliest spelling of a word among words of public documents: few errors first, then the commoner word. */
export async function spellingOf(
  sql: Sql,
  typed: string,
): Promise<{ word: string; query: string; ndoc: number } | null> {
  const word = foldWord(typed);
  const most = word.length >= TWO_ERRORS_FROM ? 2 : 1;
  const near = await sql.query<{ word: string; ndoc: number; lexemes: string[] }>(
    `select word, ndoc, tsvector_to_array(to_tsvector('cop_en', word)) as lexemes from search_word
     where word % $1 and length(word) between ${word.length - most} and ${word.length + most}
     order by similarity(word, $1) desc, word limit 30`,
    [word],
  );
  const likely = near
    .map((row) => ({ ...row, errors: errorsBetween(word, row.word) }))
    .filter((row) => row.errors <= most && row.lexemes.length > 0)
    .sort((a, b) => a.errors - 0.15 * Math.log(a.ndoc) - (b.errors - 0.15 * Math.log(b.ndoc)));
  for (const { word: spelt, lexemes, ndoc } of likely) {
    const query = allOf(lexemes.map(quoteLexeme));
    if (query !== null && (await isStillRead(sql, query))) return { word: spelt, query, ndoc };
  }
  return null;
}

/** The list of words is as old as the last night: what was deleted since must not be told by a spelling. */
async function isStillRead(sql: Sql, query: string): Promise<boolean> {
  const [found] = await sql.query<{ here: boolean }>(
    `select exists (select 1 from search_open where generation = (select live from search_state)
       and acl @> '{1}' and tsv @@ $1::tsquery) as here`,
    [query],
  );
  return found?.here ?? false;
}

/** Letters to change, add, leave out or swap with their neighbour to get from one word to the other. */
export function errorsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(above, j) + 1,
          at(row, j - 1) + 1,
          at(above, j - 1) + same,
          swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = above;
    above = row;
  }
  return at(above, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
