import type { Viewer } from "../document.ts";
import { newParams, type Sql } from "../port.ts";
import type { FacetName, Facets, Query } from "../results.ts";
import { whereOf } from "./filters.ts";
import { kindOf } from "./kinds.ts";

export interface Counts {
  readonly total: number;
  /** True when more match than were counted. */
  readonly bounded: boolean;
  readonly facets: Facets;
}

const MOST_COUNTED = 5_000;
const MOST_VALUES = 50;

const VALUES: Readonly<Record<FacetName, string>> = {
  kind: "kind::text",
  council: "council",
  community: "community",
  lang: "lang",
  year: "year::text",
};

/** Counts what matches, in all and per value of each facet; a thread counts once per value where threads collapse. */
export async function countMatches(
  sql: Sql,
  viewer: Viewer,
  query: Query,
  match: string | null,
): Promise<Counts> {
  const params = newParams();
  const words = match === null ? "true" : `d.tsv @@ ${params.add(match)}::tsquery`;
  const count = query.collapseThreads === false ? "count(*)::int" : "count(distinct thread)::int";
  const names = [...new Set(query.facets ?? [])];
  const rows = await sql.query<{ facet: FacetName | "total" | "seen"; value: string; n: number }>(
    `with c as materialized (
       select coalesce(d.thread, d.uid) as thread, d.kind, d.council, d.community, d.lang,
         extract(year from d.created_at at time zone 'UTC')::int as year
       from search_document d where ${whereOf(viewer, query, params)} and ${words} limit ${MOST_COUNTED})
     select 'total' as facet, '' as value, ${count} as n from c
     union all select 'seen', '', count(*)::int from c
     ${names.map((name) => `union all select '${name}', ${VALUES[name]}, ${count} from c where ${VALUES[name]} is not null group by 2`).join("\n")}`,
    params.values,
  );
  const of = (facet: string) => rows.filter((row) => row.facet === facet);
  return {
    total: of("total")[0]?.n ?? 0,
    bounded: (of("seen")[0]?.n ?? 0) >= MOST_COUNTED,
    facets: Object.fromEntries(names.map((name) => [name, valuesOf(name, of(name))])),
  };
}

function valuesOf(name: FacetName, rows: readonly { value: string; n: number }[]): [string, number][] {
  return rows
    .map(({ value, n }): [string, number] => [name === "kind" ? kindOf(Number(value)) : value, n])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_VALUES);
}
