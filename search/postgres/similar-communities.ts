import { annotate } from "../annotate.ts";
import { cleanText } from "../clean-text.ts";
import type { Viewer } from "../document.ts";
import { likenessOf, type NamedThing, topicWordsOf } from "../likeness.ts";
import { newParams, type Sql } from "../port.ts";
import { wordsOf } from "../query.ts";
import type { SimilarCommunity } from "../results.ts";
import { readableBy } from "./filters.ts";
import { CONCEPT, KIND_NUMBER } from "./kinds.ts";
import { anyOf, quoteLexeme } from "./lexemes.ts";

const MOST_CANDIDATES = 150;
const WORTH_SHOWING = 0.2;

interface Row {
  uid: string;
  uri: string;
  title: string;
  body: string;
}

/**
 * Communities whose name or purpose says what this one's does, likest first: the same words in another order or form,
 * an abbreviation, another word for the same thing. Council words ("network", "forum", "officers") count for little.
 */
export async function similarCommunities(
  sql: Sql,
  viewer: Viewer,
  asked: { name: string; purpose: string; limit: number },
): Promise<SimilarCommunity[]> {
  const name = cleanText(asked.name, 500);
  if (wordsOf(name).length === 0) return [];
  const purpose = cleanText(asked.purpose, 2_000);
  const rows = await candidates(sql, viewer, name, purpose);
  const stems = await stemsOf(sql, [name, purpose, ...rows.flatMap((row) => [row.title, row.body])]);
  const thing = (title: string, body: string): NamedThing => ({
    name: title,
    purpose: body,
    stemOf: (word) => stems.get(word) ?? null,
  });
  const wanted = thing(name, purpose);
  return rows
    .map((row) => ({
      id: row.uid,
      uri: row.uri,
      name: row.title,
      likeness: likenessOf(wanted, thing(row.title, row.body)),
    }))
    .filter((found) => found.likeness >= WORTH_SHOWING)
    .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, asked.limit);
}

async function candidates(sql: Sql, viewer: Viewer, name: string, purpose: string): Promise<Row[]> {
  const words = topicWordsOf(name);
  const concepts = annotate(wordsOf(`${name} . ${purpose}`)).flatMap((s) =>
    s.concept ? [quoteLexeme(CONCEPT + s.concept)] : [],
  );
  const lexemes = await sql.query<{ lexeme: string }>(
    "select distinct l as lexeme from unnest($1::text[]) as w cross join lateral unnest(tsvector_to_array(to_tsvector('cop_en', w))) as l",
    [words],
  );
  const query = anyOf([...new Set([...concepts, ...lexemes.map((row) => quoteLexeme(row.lexeme))])]);
  const params = newParams();
  const typed = params.add(name);
  const where = `${readableBy(viewer, params)} and d.kind = ${KIND_NUMBER.community}`;
  const columns = "d.uid, d.uri, d.title, left(d.body, 2000) as body";
  const byName = `(select ${columns} from search_document d where ${where} and d.title % ${typed} order by similarity(d.title, ${typed}) desc, d.uid limit ${MOST_CANDIDATES})`;
  if (query === null) return sql.query<Row>(byName, params.values);
  const having = `${params.add(query)}::tsquery`;
  const byWords = `(select ${columns} from search_document d where ${where} and d.tsv @@ ${having} order by ts_rank('{0.02,0.1,0.4,1}', d.tsv, ${having}) desc, d.uid limit ${MOST_CANDIDATES})`;
  return sql.query<Row>(`${byName} union ${byWords}`, params.values);
}

async function stemsOf(sql: Sql, texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const words = [...new Set(texts.flatMap(topicWordsOf))];
  const rows = await sql.query<{ word: string; stem: string | null }>(
    "select w as word, (tsvector_to_array(to_tsvector('cop_en', w)))[1] as stem from unnest($1::text[]) as w",
    [words],
  );
  return new Map(rows.flatMap((row) => (row.stem === null ? [] : [[row.word, row.stem]])));
}
