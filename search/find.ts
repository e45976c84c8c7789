import type { Viewer } from "./document.ts";
import type { SearchEngine } from "./engine.ts";
import { type Alarm, guardHits, type Readable } from "./guard.ts";
import { type FoundHit, mergeFacets, mergeHits } from "./merge.ts";
import { askRemote, type RemoteSearch, type RemoteStatus } from "./remote.ts";
import type { Facets, Page, PeoplePage, PeopleQuery, PersonHit, Query } from "./results.ts";

export interface FindPorts<Reader> {
  readonly engine: Pick<SearchEngine, "search" | "people">;
  readonly remote: RemoteSearch;
  readonly readable: Readable<Reader>;
  readonly alarm: Alarm;
  /** Told when the engine failed; the page says that search is unavailable. */
  readonly failed: (error: unknown) => void;
  /** How long to wait for the remote source; given by tests only. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** One person looking: as the index knows them, and as the node's own rule of visibility knows them. */
export interface Seeker<Reader> {
  readonly viewer: Viewer;
  readonly reader: Reader;
}

export interface Found {
  /** Up to `size` results of each source. */
  readonly hits: readonly FoundHit[];
  readonly total: number;
  readonly totalIsLowerBound: boolean;
  readonly reachable: number;
  readonly facets: Facets;
  readonly corrected: string | null;
  readonly leftOut: readonly string[];
  readonly sources: { readonly here: "ok" | "unavailable"; readonly remote: RemoteStatus };
}

export interface FoundPeople {
  readonly hits: readonly PersonHit[];
  readonly total: number;
  readonly facets: PeoplePage["facets"];
  readonly source: "ok" | "unavailable";
}

/**
 * The one way to look for knowledge: asks this node's index and the remote source side by side, reads every local hit
 * of the page again, and puts the two lists together. Never throws for an engine that is away: the sources say so.
 */
export async function find<Reader>(
  ports: FindPorts<Reader>,
  who: Seeker<Reader>,
  query: Query,
): Promise<Found> {
  const [local, remote] = await Promise.all([
    askLocal(ports, who.viewer, query),
    askRemote(ports.remote, query, ports.wait),
  ]);
  const guarded = await guardHits(who.reader, local.hits, (hit) => hit, {
    ...ports,
    search: async () => (await ports.engine.search(who.viewer, query)).hits,
  });
  // What the index counts cannot be trusted once it offered something that may not be read.
  const sound = guarded.dropped === 0;
  const facets = sound ? local.facets : {};
  return {
    hits: mergeHits(guarded.hits, remote.page?.hits ?? []),
    total: (sound ? local.total : guarded.hits.length) + (remote.page?.total ?? 0),
    totalIsLowerBound: !sound || local.totalIsLowerBound || (remote.page?.totalIsLowerBound ?? false),
    reachable: Math.max(local.reachable, remote.page?.total ?? 0),
    facets: remote.page ? mergeFacets(facets, remote.page.facets) : facets,
    corrected: local.corrected,
    leftOut: local.leftOut,
    sources: { here: local.degraded ? "unavailable" : "ok", remote: remote.status },
  };
}

/** The one way to look for people; every hit is read again. */
export async function findPeople<Reader>(
  ports: FindPorts<Reader>,
  who: Seeker<Reader>,
  query: PeopleQuery,
): Promise<FoundPeople> {
  try {
    const page = await ports.engine.people(who.viewer, query);
    const guarded = await guardHits(who.reader, page.hits, ({ id, uri }) => ({ id, uri, kind: "person" }), {
      ...ports,
      search: async () => (await ports.engine.people(who.viewer, query)).hits,
    });
    const sound = guarded.dropped === 0;
    return {
      hits: guarded.hits,
      total: sound ? page.total : guarded.hits.length,
      facets: sound ? page.facets : {},
      source: "ok",
    };
  } catch (error) {
    ports.failed(error);
    return { hits: [], total: 0, facets: {}, source: "unavailable" };
  }
}

async function askLocal<Reader>(ports: FindPorts<Reader>, viewer: Viewer, query: Query): Promise<Page> {
  try {
    return await ports.engine.search(viewer, query);
  } catch (error) {
    ports.failed(error);
    return DEGRADED;
  }
}

const DEGRADED: Page = {
  hits: [],
  total: 0,
  totalIsLowerBound: false,
  reachable: 0,
  facets: {},
  corrected: null,
  leftOut: [],
  tookMs: 0,
  degraded: true,
};
