import type { Change } from "../node/changes/record.ts";
import type { AnyContext, NodeContext, WriteContext } from "../node/context.ts";
import { readableHits, searchReaderOf } from "../node/discovery/readers.ts";
import {
  findIndexCommunity,
  findIndexPerson,
  listIndexable,
  listIndexPosts,
} from "../node/discovery/rows.ts";
import { TOUCHED, type Touched } from "../node/discovery/subjects.ts";
import type { SearchIndex, SearchPage, SearchQuery } from "../node/ports.ts";
import type { Viewer as NodeViewer } from "../node/visibility/viewer.ts";
import { type Indexable, NETWORK, PUBLIC, THIS_NODE, type Viewer } from "./document.ts";
import { communityDocument } from "./documents/community.ts";
import { personDocument } from "./documents/person.ts";
import { postDocument } from "./documents/post.ts";
import type { SearchEngine } from "./engine.ts";
import { type FindPorts, find, findPeople } from "./find.ts";
import type { HitRef } from "./guard.ts";
import type { RemoteSearch } from "./remote.ts";
import type { FacetName, Query } from "./results.ts";

type Reader = { readonly ctx: NodeContext; readonly viewer: NodeViewer };

/** The product's search port over an engine: every hit of a page is read again through the visibility rule. */
export function nodeIndex(engine: SearchEngine, remote: RemoteSearch): SearchIndex {
  return {
    find: (ctx, viewer, query) =>
      query.in === "people"
        ? lookForPeople(portsOf(ctx, engine, remote), ctx, viewer, query)
        : look(portsOf(ctx, engine, remote), ctx, viewer, query),
    async similarPosts(ctx, viewer, text, limit) {
      const found = await engine.similar(await viewerOf(ctx, viewer), text, { answeredFirst: true, limit });
      const allowed = await readableHits(ctx, viewer, {
        posts: found.map((hit) => hit.id),
        communities: [],
        people: [],
      });
      return found.map((hit) => hit.id).filter((id) => allowed.has(id));
    },
    async similarCommunities(ctx, viewer, { name, purpose, limit }) {
      const found = await engine.similarCommunities(await viewerOf(ctx, viewer), name, purpose, limit);
      return found.map((hit) => hit.id);
    },
  };
}

/**
 * Takes one change of the record into the index. Safe to repeat: an older version never replaces a newer one; the
 * version is the number of the transaction that reads the rows, which only grows.
 */
export async function indexChange(engine: SearchEngine, tx: WriteContext, change: Change): Promise<void> {
  const rule = TOUCHED[change.kind];
  const touched = rule === null ? [] : rule(change);
  if (touched.length === 0) return;
  const [row] = await tx.sql<{ version: number }[]>`select pg_current_xact_id()::text::float8 as version`;
  for (const one of touched) await applyTouched(engine, tx, one, row?.version ?? 0);
}

async function applyTouched(
  engine: SearchEngine,
  tx: AnyContext,
  touched: Touched,
  version: number,
): Promise<void> {
  if (touched.kind === "gone") {
    await engine.remove(touched.ids, touched.why);
    return;
  }
  const docs = await documentsOf(tx, touched, version);
  if (docs.length > 0) await engine.upsert(docs);
  const ids = touched.kind === "posts" ? touched.ids : [touched.id];
  const missing = ids.filter((id) => !docs.some((doc) => doc.id === id));
  if (missing.length > 0) await engine.remove(missing, "withdrawn");
}

async function documentsOf(
  ctx: AnyContext,
  touched: Exclude<Touched, { kind: "gone" }>,
  version: number,
): Promise<Indexable[]> {
  if (touched.kind === "posts") {
    const rows = await listIndexPosts(ctx, touched.ids, { version, threads: touched.threads ?? false });
    return rows.map(postDocument).filter((doc) => doc !== null);
  }
  if (touched.kind === "community") {
    const row = await findIndexCommunity(ctx, touched.id, version);
    const doc = row ? communityDocument(row) : null;
    return doc ? [doc] : [];
  }
  const row = await findIndexPerson(ctx, touched.id, version);
  const doc = row ? personDocument(row) : null;
  return doc ? [doc] : [];
}

/** Everything that can be found, for `rebuild`. */
export async function* everything(ctx: NodeContext, version: number): AsyncIterable<Indexable> {
  for (const kind of ["communities", "people", "posts"] as const) {
    let after: string | null = null;
    for (;;) {
      const ids: readonly string[] = await listIndexable(ctx, kind, after);
      if (ids.length === 0) break;
      after = ids.at(-1) ?? null;
      if (kind === "posts") yield* await documentsOf(ctx, { kind: "posts", ids }, version);
      else
        for (const id of ids)
          yield* await documentsOf(ctx, { kind: kind === "people" ? "person" : "community", id }, version);
    }
  }
}

async function viewerOf(ctx: AnyContext, viewer: NodeViewer): Promise<Viewer> {
  const reader = await searchReaderOf(ctx, viewer);
  const signedIn = reader.signedIn ? [NETWORK, THIS_NODE, ...reader.communities] : [];
  return { principals: [PUBLIC, ...signedIn], locale: "en", council: reader.councilId };
}

function portsOf(ctx: NodeContext, engine: SearchEngine, remote: RemoteSearch): FindPorts<Reader> {
  return {
    engine,
    remote,
    readable: ({ ctx: node, viewer }, refs) =>
      readableHits(node, viewer, {
        posts: idsOf(refs, ["topic", "question", "reply"]),
        communities: idsOf(refs, ["community"]),
        people: idsOf(refs, ["person"]),
      }),
    alarm: (event) =>
      ctx.log.error("The search index offered {count} results that may not be read: {ids}", { ...event }),
    failed: (error) => ctx.log.error("Search failed: {error}", { error }),
  };
}

function idsOf(refs: readonly HitRef[], kinds: readonly string[]): string[] {
  return refs.filter((ref) => kinds.includes(ref.kind)).map((ref) => ref.id);
}

const FACETS: readonly FacetName[] = ["kind", "council", "community", "lang", "year"];

async function look(
  ports: FindPorts<Reader>,
  ctx: NodeContext,
  viewer: NodeViewer,
  query: SearchQuery,
): Promise<SearchPage> {
  const asked: Query = {
    q: query.text,
    kinds: query.kinds.filter(
      (kind) => kind === "topic" || kind === "question" || kind === "reply" || kind === "community",
    ),
    councils: query.councils,
    communities: query.communities,
    ...(query.since ? { since: query.since } : {}),
    ...(query.language ? { lang: query.language } : {}),
    sort: query.sort,
    page: query.page,
    size: 20,
    facets: FACETS,
    snippets: true,
  };
  const found = await find(
    ports,
    { viewer: await viewerOf(ctx, viewer), reader: { ctx, viewer } },
    withoutEmpty(asked),
  );
  return {
    hits: found.hits.map((found) =>
      found.source === "here"
        ? {
            kind: found.hit.kind,
            id: found.hit.id,
            title: found.hit.title,
            snippet: found.hit.snippet,
            elsewhere: null,
          }
        : {
            kind: found.hit.kind,
            id: found.hit.uri,
            title: found.hit.title,
            snippet: found.hit.snippet,
            elsewhere: {
              url: found.hit.url,
              council: found.hit.councilName,
              community: found.hit.communityName,
            },
          },
    ),
    total: found.total,
    totalIsLowerBound: found.totalIsLowerBound,
    facets: Object.fromEntries(Object.entries(found.facets).map(([name, values]) => [name, values ?? []])),
    corrected: found.corrected,
    sources: sourcesOf(found.sources),
  };
}

async function lookForPeople(
  ports: FindPorts<Reader>,
  ctx: NodeContext,
  viewer: NodeViewer,
  query: SearchQuery,
): Promise<SearchPage> {
  const found = await findPeople(
    ports,
    { viewer: await viewerOf(ctx, viewer), reader: { ctx, viewer } },
    {
      q: query.text,
      ...(query.councils.length > 0 ? { councils: query.councils } : {}),
      page: query.page,
      size: 20,
    },
  );
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
    sources: found.source === "ok" ? [] : [{ name: "here", status: "unavailable" }],
  };
}

/** A filter without values is no filter. */
function withoutEmpty(query: Query): Query {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  ) as unknown as Query;
}

function sourcesOf(sources: { readonly here: string; readonly remote: unknown }): SearchPage["sources"] {
  const remote = typeof sources.remote === "string" ? sources.remote : "off";
  const named = [
    ...(sources.here === "ok" ? [] : [{ name: "here", status: "unavailable" as const }]),
    ...(remote === "off"
      ? []
      : [
          {
            name: "national",
            status:
              remote === "ok"
                ? ("ok" as const)
                : remote === "late"
                  ? ("late" as const)
                  : ("unavailable" as const),
          },
        ]),
  ];
  return named;
}
