import type { Viewer } from "../document.ts";
import { newParams, type Sql } from "../port.ts";
import { parseQuery } from "../query.ts";
import type { SimilarPost } from "../results.ts";
import { readableBy } from "./filters.ts";
import { KIND_NUMBER } from "./kinds.ts";
import { anyOf } from "./lexemes.ts";
import { searching } from "./session.ts";
import { findTerms, type Term } from "./terms.ts";

const MOST_TERMS = 5;
const MOST_CANDIDATES = 400;
// Together the chosen words may not stand in more documents than this: a bound on the work, whatever is typed.
const MOST_DOCUMENTS = 3_000;
/** Share of the worth of all words that a question must have to count as similar. */
const ALIKE = 0.45;

/** Questions like the text being typed, most alike first; with `answeredFirst`, answered ones before the others. */
export function similarPosts(
  sql: Sql,
  viewer: Viewer,
  text: string,
  { answeredFirst, limit }: { answeredFirst: boolean; limit: number },
): Promise<SimilarPost[]> {
  return searching(sql, (tx) => alike(tx, viewer, text, { answeredFirst, limit }));
}

async function alike(
  sql: Sql,
  viewer: Viewer,
  text: string,
  { answeredFirst, limit }: { answeredFirst: boolean; limit: number },
): Promise<SimilarPost[]> {
  const parsed = parseQuery(text);
  const { terms } = await findTerms(sql, viewer, { ...parsed, minus: [], unfinished: false });
  const known = terms.filter((term) => term.ndoc > 0);
  const wanted = rarest(known.length > 0 ? known : terms);
  const match = anyOf(wanted.map((term) => term.query));
  if (match === null) return [];
  const params = newParams();
  const present = wanted.map(
    (t) =>
      `case when unpacked.tsv @@ ${params.add(t.query)}::tsquery then ${params.add(t.idf)}::float8 else 0 end`,
  );
  const enough = params.add(ALIKE * wanted.reduce((sum, term) => sum + term.idf, 0));
  return sql.query<SimilarPost>(
    `with c as materialized (
       select d.uid, d.uri, d.title, d.answered, d.community, d.quality, d.tsv
       from search_document d
       where ${readableBy(viewer, params)} and d.kind = ${KIND_NUMBER.question} and d.tsv @@ ${params.add(match)}::tsquery
       order by d.quality + 0.0 desc, d.created_at desc limit ${MOST_CANDIDATES}),
     scored as (select c.*, ${present.join(" + ")} as alike, ts_rank('{0.02,0.1,0.4,1}', unpacked.tsv, ${params.add(match)}::tsquery) as close from c
       cross join lateral (select c.tsv || ''::tsvector as tsv offset 0) as unpacked)
     select uid as id, uri, title, answered, community from scored where alike >= ${enough}::float8
     order by ${answeredFirst ? "answered desc, " : ""}alike * (0.3 + close) desc, quality desc, uid limit ${params.add(limit)}::int`,
    params.values,
  );
}

function rarest(terms: readonly Term[]): Term[] {
  const chosen: Term[] = [];
  let documents = 0;
  for (const term of terms.slice(0, MOST_TERMS)) {
    if (chosen.length > 0 && documents + term.ndoc > MOST_DOCUMENTS) break;
    documents += term.ndoc;
    chosen.push(term);
  }
  return chosen;
}
