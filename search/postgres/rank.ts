import type { Viewer } from "../document.ts";
import { newParams, type Params, type Sql } from "../port.ts";
import type { Query } from "../results.ts";
import { whereOf } from "./filters.ts";

/** What a statement ranks by: the worth of a tsquery. */
export interface Weight {
  readonly query: string;
  readonly worth: number;
}

export interface RankRequest {
  readonly viewer: Viewer;
  readonly query: Query;
  /** Text of a tsquery, or null for everything. */
  readonly match: string | null;
  readonly weights: readonly Weight[];
  readonly sort: "relevance" | "newest" | "useful";
  /** Upper estimate of how many match. */
  readonly estimate: number;
  readonly now: Date;
}

export interface Ranked {
  readonly ids: readonly string[];
  /** Results that can be paged to, threads counted once where they collapse. */
  readonly reachable: number;
  /** True when more match than were looked at. */
  readonly bounded: boolean;
}

// Below MANY, all that match are ranked; above, the MOST_COMMON best and newest of them: the bound that turns
// seconds for the word "council" into milliseconds.
const MANY = 1_500;
const MOST_COMMON = 600;

// Places of a word: context, body, labels, title.
const PLACES = "'{0.04,0.1,0.4,1}'";
const YEAR_DAYS = 365.25;

/** Ids of one page, best first. The order is total (score, then id), so pages never repeat or skip a result. */
export async function rank(sql: Sql, request: RankRequest): Promise<Ranked> {
  const { page, size } = request.query;
  const first = await rankFrom(sql, request, (page - 1) * size, size);
  if (first.ids.length > 0 || page === 1) return first;
  return { ...(await rankFrom(sql, request, 0, 1)), ids: [] };
}

async function rankFrom(sql: Sql, request: RankRequest, offset: number, size: number): Promise<Ranked> {
  const params = newParams();
  const limit = request.sort === "relevance" && request.estimate > MANY ? MOST_COMMON : MANY;
  const text = `with c as materialized (${candidates(request, params, limit)}),
    scored as (select c.uid, c.thread, ${score(request, params)} as score from c),
    best as (${request.query.collapseThreads === false ? "select * from scored" : "select distinct on (thread) * from scored order by thread, score desc, uid"})
    select uid, count(*) over ()::int as reachable, (select count(*) from c)::int as seen
    from best order by score desc, uid limit ${params.add(size)}::int offset ${params.add(offset)}::int`;
  const rows = await sql.query<{ uid: string; reachable: number; seen: number }>(text, params.values);
  return {
    ids: rows.map((row) => row.uid),
    reachable: rows[0]?.reachable ?? 0,
    bounded: (rows[0]?.seen ?? 0) >= limit,
  };
}

const ORDERS: Readonly<Record<RankRequest["sort"], string>> = {
  relevance: "d.quality desc, d.created_at desc",
  newest: "d.created_at desc, d.uid",
  useful: "d.useful desc, d.created_at desc, d.uid",
};

function candidates(request: RankRequest, params: Params, limit: number): string {
  const match = request.match === null ? "true" : `d.tsv @@ ${params.add(request.match)}::tsquery`;
  // `|| ''` reads a long tsv once, here, and not again for every word that is ranked.
  const tsv =
    request.sort === "relevance" && request.weights.length > 0 ? "d.tsv || ''::tsvector as tsv, " : "";
  const columns = `${tsv}d.uid, coalesce(d.thread, d.uid) as thread, d.quality, d.useful, d.created_at`;
  return `select ${columns} from search_document d
    where ${whereOf(request.viewer, request.query, params)} and ${match} order by ${ORDERS[request.sort]} limit ${limit}`;
}

/** Σ worth × ts_rank ÷ length × quality × freshness. Age counts in whole days, so that the order holds while paging. */
function score(request: RankRequest, params: Params): string {
  if (request.sort === "newest") return "extract(epoch from c.created_at)::float8";
  if (request.sort === "useful") return "c.useful + extract(epoch from c.created_at)::float8 / 1e12";
  const today = params.add(Math.floor(request.now.getTime() / 86_400_000));
  const age = `greatest(0, ${today}::float8 - floor(extract(epoch from c.created_at)::float8 / 86400)) / ${3 * YEAR_DAYS}`;
  const trust = `(0.6 + 0.8 * c.quality) * (0.5 + 0.5 * exp(-${age}))`;
  const words = request.weights.map(
    ({ query, worth }) =>
      `${params.add(worth)}::float8 * ts_rank(${PLACES}, c.tsv, ${params.add(query)}::tsquery)`,
  );
  return words.length === 0 ? trust : `(${words.join(" + ")}) / (1 + ln(1 + length(c.tsv))) * ${trust}`;
}
