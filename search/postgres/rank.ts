import type { Viewer } from "../document.ts";
import { newParams, type Params, type Sql } from "../port.ts";
import type { FacetName, Facets, Query } from "../results.ts";
import type { Expected } from "./attempts.ts";
import { candidatesOf, limitOf, type Way, wayFor } from "./candidates.ts";
import { countsOf, facetRows } from "./facets.ts";
import { scoreOf, unpackedFor, type Weight } from "./score.ts";

export interface RankRequest {
  readonly viewer: Viewer;
  readonly query: Query;
  /** Text of a tsquery, or null for everything. */
  readonly match: string | null;
  readonly weights: readonly Weight[];
  readonly sort: "relevance" | "newest" | "useful";
  readonly expected: Expected;
  readonly now: Date;
}

export interface Ranked {
  /** Ids of the page, best first. */
  readonly ids: readonly string[];
  /** Results that can be paged to, threads counted once where they collapse. */
  readonly reachable: number;
  /** True when more match than were looked at: then `reachable` and the facets are lower bounds. */
  readonly bounded: boolean;
  readonly facets: Facets;
}

/**
 * One page, its counts, and the counts of facets, in one statement. The order is total (score, then id), so pages never
 * repeat or skip a result.
 */
export async function rank(sql: Sql, request: RankRequest): Promise<Ranked> {
  const params = newParams();
  const limit = limitOf(request);
  const names = [...new Set(request.query.facets ?? [])];
  const rows = await sql.query<{ what: FacetName | "hit" | "seen" | "reachable"; value: string; n: number }>(
    statementOf(request, params, { limit, names, way: await wayFor(sql, request) }),
    params.values,
  );
  const of = (what: string) => rows.filter((row) => row.what === what);
  const hits = of("hit").sort((a, b) => a.n - b.n);
  return {
    ids: hits.map((row) => row.value),
    reachable: of("reachable")[0]?.n ?? 0,
    bounded: (of("seen")[0]?.n ?? 0) >= limit,
    facets: countsOf(names, of),
  };
}

function statementOf(
  request: RankRequest,
  params: Params,
  { limit, names, way }: { limit: number; names: readonly FacetName[]; way: Way },
): string {
  const { page, size, collapseThreads } = request.query;
  const collapse = collapseThreads !== false;
  const best = collapse
    ? "select distinct on (thread) * from scored order by thread, score desc, uid"
    : "select * from scored";
  const last = params.add(page * size);
  return `with c as materialized (${candidatesOf(request, way, params, limit)}),
    scored as (select c.uid, c.thread, ${scoreOf(request, params)} as score from c
      ${unpackedFor(request)}),
    best as (${best}),
    placed as (select uid, row_number() over (order by score desc, uid) as n from best)
    select 'hit' as what, uid as value, n::int as n from placed where n > ${last}::int - ${params.add(size)}::int and n <= ${last}::int
    union all select 'reachable', '', count(*)::int from best
    union all select 'seen', '', count(*)::int from c
    ${facetRows(names, collapse)}`;
}
