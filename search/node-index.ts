import { findRecordEnd, hasTakenIn, type Place } from "../node/changes/read.ts";
import type { AnyContext, NodeContext } from "../node/context.ts";
import { readableHits, searchReaderOf } from "../node/discovery/readers.ts";
import type { SearchIndex, SearchPage, SearchQuery } from "../node/ports.ts";
import type { Viewer as NodeViewer } from "../node/visibility/viewer.ts";
import { NETWORK, PUBLIC, THIS_NODE, type Viewer } from "./document.ts";
import { type DoubtPorts, type Doubts, newDoubts } from "./doubts.ts";
import type { SearchEngine } from "./engine.ts";
import { type FindPorts, find, findPeople, type Seeker } from "./find.ts";
import { findSimilarCommunities, findSimilarPosts } from "./find-similar.ts";
import type { HitRef } from "./guard.ts";
import { hitOf, isBehind, sourcesOf } from "./node-results.ts";
import type { RemoteSearch } from "./remote.ts";
import type { FacetName, Query } from "./results.ts";

type Reader = { readonly ctx: NodeContext; readonly viewer: NodeViewer };

/** The product's search port over an engine: every hit of a page is read again through the visibility rule. */
export function nodeIndex(engine: SearchEngine, remote: RemoteSearch): SearchIndex {
  const doubts = newDoubts();
  const portsIn = (ctx: NodeContext) => portsOf(ctx, { engine, remote, doubts });
  return {
    find: (ctx, viewer, query) =>
      query.in === "people"
        ? lookForPeople(portsIn(ctx), ctx, viewer, query)
        : look(portsIn(ctx), ctx, viewer, query),
    async similarPosts(ctx, viewer, text, limit) {
      const found = await findSimilarPosts(portsIn(ctx), await seekerOf(ctx, viewer), text, limit);
      return found.map((hit) => hit.id);
    },
    async similarCommunities(ctx, viewer, { name, purpose, limit }) {
      const ports = portsIn(ctx);
      const found = await findSimilarCommunities(
        ports,
        await seekerOf(ctx, viewer),
        { name, purpose },
        limit,
      );
      return found.map((hit) => hit.id);
    },
  };
}

async function seekerOf(ctx: NodeContext, viewer: NodeViewer): Promise<Seeker<Reader>> {
  return { viewer: await viewerOf(ctx, viewer), reader: { ctx, viewer } };
}

async function viewerOf(ctx: AnyContext, viewer: NodeViewer): Promise<Viewer> {
  const reader = await searchReaderOf(ctx, viewer);
  const signedIn = reader.signedIn ? [NETWORK, THIS_NODE, ...reader.communities] : [];
  return { principals: [PUBLIC, ...signedIn], locale: reader.language, council: reader.councilId };
}

interface Parts {
  readonly engine: SearchEngine;
  readonly remote: RemoteSearch;
  readonly doubts: Doubts;
}

function portsOf(
  ctx: NodeContext,
  { engine, remote, doubts }: Parts,
): FindPorts<Reader> & { readonly engine: SearchEngine } {
  return {
    engine,
    remote,
    readable: ({ ctx: node, viewer }, refs) =>
      readableHits(node, viewer, {
        posts: idsOf(refs, ["topic", "question", "reply"]),
        communities: idsOf(refs, ["community"]),
        people: idsOf(refs, ["person"]),
      }),
    alarm: (event) => void doubts.examine(event, doubtPortsOf(ctx)),
    failed: (error) => ctx.log.error("Search failed: {error}", { error }),
  };
}

function doubtPortsOf(ctx: NodeContext): DoubtPorts<Place | null> {
  return {
    end: () => findRecordEnd(ctx),
    takenIn: async (place) => place === null || hasTakenIn(ctx, "index", place),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
    leak: (event) =>
      ctx.log.error("The search index offered {count} results that may not be read: {ids}", { ...event }),
    failed: (error) => ctx.log.debug("Nobody knows yet why a result may not be read: {error}", { error }),
  };
}

function idsOf(refs: readonly HitRef[], kinds: readonly string[]): string[] {
  return refs.filter((ref) => kinds.includes(ref.kind)).map((ref) => ref.id);
}

const FACETS: readonly FacetName[] = ["kind", "council", "community", "lang", "year"];

async function look(
  ports: FindPorts<Reader> & { readonly engine: SearchEngine },
  ctx: NodeContext,
  viewer: NodeViewer,
  query: SearchQuery,
): Promise<SearchPage> {
  const who = await seekerOf(ctx, viewer);
  const [found, health] = await Promise.all([
    find(ports, who, withoutEmpty(askedOf(query))),
    ports.engine.health(),
  ]);
  const { total, totalIsLowerBound, reachable, corrected, leftOut } = found;
  const facets = Object.fromEntries(
    Object.entries(found.facets).map(([name, values]) => [name, values ?? []]),
  );
  return {
    hits: found.hits.map(hitOf),
    total,
    totalIsLowerBound,
    reachable,
    facets,
    corrected,
    leftOut,
    behind: isBehind(health),
    sources: sourcesOf(found.sources),
  };
}

function askedOf(query: SearchQuery): Query {
  return {
    q: query.text,
    kinds: query.kinds.filter(isKind),
    councils: query.councils,
    communities: query.communities,
    ...(query.since ? { since: query.since } : {}),
    ...(query.language ? { lang: query.language } : {}),
    sort: query.sort,
    exact: query.exact ?? false,
    ...(query.answered ? { answered: true } : {}),
    page: query.page,
    size: 20,
    facets: FACETS,
    snippets: true,
  };
}

function isKind(kind: string): kind is "topic" | "question" | "reply" | "community" {
  return kind === "topic" || kind === "question" || kind === "reply" || kind === "community";
}

async function lookForPeople(
  ports: FindPorts<Reader>,
  ctx: NodeContext,
  viewer: NodeViewer,
  query: SearchQuery,
): Promise<SearchPage> {
  const found = await findPeople(ports, await seekerOf(ctx, viewer), {
    q: query.text,
    ...(query.councils.length > 0 ? { councils: query.councils } : {}),
    page: query.page,
    size: 20,
  });
  return {
    hits: found.hits.map((hit) => ({
      kind: "person",
      id: hit.id,
      title: hit.name,
      snippet: null,
      elsewhere: null,
    })),
    total: found.total,
    totalIsLowerBound: false,
    facets: Object.fromEntries(Object.entries(found.facets).map(([name, values]) => [name, values ?? []])),
    corrected: null,
    reachable: found.total,
    leftOut: [],
    behind: false,
    sources: found.source === "ok" ? [] : [{ name: "here", status: "unavailable" }],
  };
}

/** A filter without values is no filter. */
function withoutEmpty(query: Query): Query {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  ) as unknown as Query;
}
