import type { FacetName, Facets } from "../results.ts";
import { kindOf } from "./kinds.ts";

const MOST_VALUES = 50;

const VALUES: Readonly<Record<FacetName, string>> = {
  kind: "kind::text",
  council: "council",
  community: "community",
  lang: "lang",
  year: "extract(year from created_at at time zone 'UTC')::int::text",
};

/** Further rows of a statement: name, value and count of each facet over the candidates `c`; a thread counts once. */
export function facetRows(names: readonly FacetName[], collapse: boolean): string {
  const count = collapse ? "count(distinct thread)::int" : "count(*)::int";
  return names
    .map(
      (name) =>
        `union all select '${name}', ${VALUES[name]}, ${count} from c where ${VALUES[name]} is not null group by 2`,
    )
    .join("\n");
}

/** Facets from those rows, most first, at most 50 values. */
export function countsOf(
  names: readonly FacetName[],
  rowsOf: (name: FacetName) => readonly { readonly value: string; readonly n: number }[],
): Facets {
  const valuesOf = (name: FacetName) =>
    rowsOf(name)
      .map(({ value, n }): [string, number] => [name === "kind" ? kindOf(Number(value)) : value, n])
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, MOST_VALUES);
  return Object.fromEntries(names.map((name) => [name, valuesOf(name)]));
}
