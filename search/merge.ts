import type { RemoteHit } from "./remote.ts";
import type { FacetName, Facets, Hit } from "./results.ts";

export type FoundHit =
  | { readonly source: "here"; readonly hit: Hit }
  | { readonly source: "remote"; readonly hit: RemoteHit };

// Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): scores of two engines cannot be compared, their ranks can.
const DAMPING = 60;
const LOCAL_WEIGHT = 1.1;

/** Two lists as one, by rank; what is held here comes first between equals. */
export function mergeHits(local: readonly Hit[], remote: readonly RemoteHit[]): readonly FoundHit[] {
  const here = new Set(local.map((hit) => hit.uri));
  const scored = [
    ...local.map((hit, i) => ({
      found: { source: "here", hit } as const,
      score: LOCAL_WEIGHT / (DAMPING + i + 1),
    })),
    ...remote
      .filter((hit) => !here.has(hit.uri))
      .map((hit, i) => ({ found: { source: "remote", hit } as const, score: 1 / (DAMPING + i + 1) })),
  ];
  return scored.sort((a, b) => b.score - a.score).map(({ found }) => found);
}

/** Adds the counts of two sources that hold different things. */
export function mergeFacets(local: Facets, remote: Facets): Facets {
  const names = new Set([...Object.keys(local), ...Object.keys(remote)] as FacetName[]);
  return Object.fromEntries([...names].map((name) => [name, added(local[name] ?? [], remote[name] ?? [])]));
}

function added(
  a: readonly (readonly [string, number])[],
  b: readonly (readonly [string, number])[],
): [string, number][] {
  const counts = new Map<string, number>();
  for (const [value, n] of [...a, ...b]) counts.set(value, (counts.get(value) ?? 0) + n);
  return [...counts].sort(([x, m], [y, n]) => n - m || (x < y ? -1 : 1));
}
