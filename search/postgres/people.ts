import { cleanText } from "../clean-text.ts";
import { NETWORK, PUBLIC, type Viewer } from "../document.ts";
import { foldWord } from "../fold.ts";
import { MATCH_END, MATCH_START, markedOf } from "../marked.ts";
import { newParams, type Params, type Sql } from "../port.ts";
import { parseQuery } from "../query.ts";
import type { PeoplePage, PeopleQuery, PersonHit } from "../results.ts";
import { allOf, anyOf, quoteLexeme } from "./lexemes.ts";

interface Row {
  uid: string;
  uri: string;
  council: string | null;
  council_name: string;
  topics: string[];
  name: string;
  role_title: string;
  total: number;
}

interface Asked {
  readonly viewer: Viewer;
  readonly query: PeopleQuery;
  /** What the person was asked by; null lists everyone. */
  readonly match: Match | null;
}

interface Match {
  /** SQL test with its parameters added, given where to add them. */
  readonly test: (params: Params) => string;
  readonly words: string;
  readonly typed: string;
}

const MARKS = `StartSel=${MATCH_START}, StopSel=${MATCH_END}, HighlightAll=true`;

/**
 * People by name, council, role and declared topics: who has all the words, else who has any, else names that sound
 * like what was typed. Without words, everyone the viewer may see, by name.
 */
export async function findPeople(sql: Sql, viewer: Viewer, query: PeopleQuery): Promise<PeoplePage> {
  const typed = cleanText(query.q, 2_000);
  if (typed === "") return pageOf(sql, { viewer, query, match: null });
  const words = await wordsOfPeople(sql, query.q);
  for (const match of matchesOf(words, typed)) {
    const page = await pageOf(sql, { viewer, query, match });
    if (page.total > 0) return page;
  }
  return { hits: [], total: 0, facets: { council: [] } };
}

function* matchesOf(words: readonly string[], typed: string): Generator<Match> {
  const any = anyOf(words) ?? "";
  const having = (query: string): Match => ({
    test: (p) => `p.tsv @@ ${p.add(query)}::tsquery`,
    words: any,
    typed,
  });
  if (words.length > 0) yield having(allOf(words) ?? "");
  if (words.length > 1) yield having(any);
  if (/^[\p{L}\p{M}' .-]{4,80}$/u.test(typed))
    yield { test: (p) => `p.name % ${p.add(foldWord(typed))}`, words: any, typed };
}

/** Each word as a tsquery: as it stands in a name, stemmed as in roles and topics, the last one also unfinished. */
async function wordsOfPeople(sql: Sql, typed: string): Promise<string[]> {
  const parsed = parseQuery(typed);
  const words = [...parsed.words, ...parsed.phrases.flatMap((phrase) => phrase.split(" "))].slice(0, 12);
  const rows = await sql.query<{ word: string; plain: string[]; stems: string[] }>(
    `select w as word, tsvector_to_array(to_tsvector('cop_cy', w)) as plain, tsvector_to_array(to_tsvector('cop_en', w)) as stems
     from unnest($1::text[]) with ordinality as t(w, n) order by n`,
    [words],
  );
  const last = parsed.unfinished ? words.at(-1) : undefined;
  return rows
    .filter((row) => row.stems.length > 0 || row.word === last)
    .map(({ word, plain, stems }) => {
      const begun = word === last && word.length > 1 ? plain.map((lexeme) => `${quoteLexeme(lexeme)}:*`) : [];
      return anyOf([...new Set([...plain, ...stems])].map(quoteLexeme).concat(begun));
    })
    .filter((query) => query !== null);
}

async function pageOf(sql: Sql, asked: Asked): Promise<PeoplePage> {
  const params = newParams();
  const where = whereOf(asked, params);
  const { page, size } = asked.query;
  const [words, typed] = asked.match
    ? [params.add(asked.match.words), params.add(asked.match.typed)]
    : ["''", "''"];
  const marked = (column: string) =>
    asked.match ? `ts_headline('cop_cy', ${column}, ${words}::tsquery, '${MARKS}')` : column;
  const order = asked.match
    ? `ts_rank('{0.1,0.2,0.6,1}', p.tsv, ${words}::tsquery) + case when p.name % ${typed} then similarity(p.name, ${typed}) else 0 end desc, p.name, p.uid`
    : "p.name, p.uid";
  const rows = await sql.query<Row>(
    `with found as materialized (select p.* from search_person p where ${where}),
       page as (select p.*, count(*) over ()::int as total from found p order by ${order}
         limit ${params.add(size)}::int offset ${params.add((Math.max(1, page) - 1) * size)}::int)
     select uid, uri, council, council_name, topics, total, ${marked("name")} as name, ${marked("role_title")} as role_title from page`,
    params.values,
  );
  return {
    hits: rows.map(hitOf),
    total: rows[0]?.total ?? 0,
    facets: { council: await councilsOf(sql, asked) },
  };
}

async function councilsOf(sql: Sql, asked: Asked): Promise<[string, number][]> {
  const params = newParams();
  const rows = await sql.query<{ council: string; n: number }>(
    `select p.council, count(*)::int as n from search_person p
     where ${whereOf(asked, params)} and p.council is not null group by 1 order by 2 desc, 1 limit 50`,
    params.values,
  );
  return rows.map(({ council, n }) => [council, n]);
}

/** What the person allowed: everyone, councils in the network, or their own council. */
function whereOf({ viewer, query, match }: Asked, params: Params): string {
  const seen = ["p.visibility = 'everyone'"];
  if (!viewer.principals.includes(PUBLIC)) seen.length = 0;
  if (viewer.principals.includes(NETWORK)) seen.push("p.visibility = 'network'");
  if (viewer.council !== null)
    seen.push(`(p.visibility = 'council' and p.council = ${params.add(viewer.council)})`);
  const tests = [`p.generation = (select live from search_state)`, `(${seen.join(" or ") || "false"})`];
  if (query.councils && query.councils.length > 0)
    tests.push(`p.council = any(${params.add(query.councils)}::text[])`);
  if (match) tests.push(match.test(params));
  return tests.join(" and ");
}

function hitOf(row: Row): PersonHit {
  return {
    id: row.uid,
    uri: row.uri,
    name: markedOf(row.name),
    roleTitle: markedOf(row.role_title),
    council: row.council,
    councilName: row.council_name,
    topics: row.topics,
  };
}
