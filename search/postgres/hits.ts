import type { Tier, Viewer } from "../document.ts";
import { MATCH_END, MATCH_START, markedOf } from "../marked.ts";
import { newParams, type Sql } from "../port.ts";
import type { Hit, Marked } from "../results.ts";
import { readableBy } from "./filters.ts";
import { kindOf } from "./kinds.ts";

interface Row {
  uid: string;
  uri: string;
  kind: number;
  node: string;
  council: string | null;
  community: string | null;
  thread: string | null;
  author: string | null;
  tier: Tier;
  answered: boolean;
  closed: boolean;
  created_ms: number;
  updated_ms: number;
  title: string;
  snippet: string | null;
  opening: string | null;
}

const MARKS = `StartSel=${MATCH_START}, StopSel=${MATCH_END}`;
const SNIPPET = `${MARKS}, MaxFragments=2, MinWords=10, MaxWords=24, FragmentDelimiter=" … "`;
const READ_FOR_SNIPPET = 20_000;
/** Shown of a text in which no word of the query stands. */
const OPENING = 160;

/** The results of one page in the order of `ids`, with snippets around words of `highlight` (text of a tsquery). */
export async function readHits(
  sql: Sql,
  viewer: Viewer,
  ids: readonly string[],
  { highlight, snippets }: { highlight: string | null; snippets: boolean },
): Promise<Hit[]> {
  if (ids.length === 0) return [];
  const params = newParams();
  const words = highlight === null ? null : `${params.add(highlight)}::tsquery`;
  const marked = (text: string, options: string) =>
    words === null ? text : `ts_headline('cop_en', ${text}, ${words}, ${params.add(options)})`;
  const body = `left(d.body, ${words === null ? 200 : READ_FOR_SNIPPET})`;
  const rows = await sql.query<Row>(
    `select d.uid, d.uri, d.kind, d.node, d.council, d.community, d.thread, d.author, d.tier, d.answered, not (d.acl && '{1,2,3}'::int[]) as closed,
       extract(epoch from d.created_at)::float8 * 1000 as created_ms,
       extract(epoch from d.updated_at)::float8 * 1000 as updated_ms,
       ${marked("d.title", `${MARKS}, HighlightAll=true`)} as title,
       ${snippets ? marked(body, SNIPPET) : "null"} as snippet,
       ${snippets ? `left(d.body, ${OPENING + 1})` : "null"} as opening
     from search_document d where ${readableBy(viewer, params)} and d.uid = any(${params.add(ids)}::text[])`,
    params.values,
  );
  const byId = new Map(rows.map((row) => [row.uid, row]));
  return ids
    .map((id) => byId.get(id))
    .filter((row) => row !== undefined)
    .map(hitOf);
}

function hitOf(row: Row): Hit {
  return {
    id: row.uid,
    uri: row.uri,
    kind: kindOf(row.kind),
    title: markedOf(row.title),
    snippet: snippetOf(row),
    node: row.node,
    council: row.council,
    community: row.community,
    thread: row.thread,
    author: row.author,
    tier: row.tier,
    answered: row.answered,
    createdAt: new Date(row.created_ms),
    updatedAt: new Date(row.updated_ms),
    closed: row.closed,
  };
}

/** Words around the matches; where only the title matches, how the text begins. */
function snippetOf({ snippet, opening }: Row): Marked | null {
  if (snippet === null || snippet === "") return null;
  return markedOf(snippet.includes(MATCH_START) ? snippet : openingOf(opening ?? snippet));
}

function openingOf(text: string): string {
  if (text.length <= OPENING) return text;
  return `${text.slice(0, OPENING).replace(/\s+\S*$/, "")} …`;
}
