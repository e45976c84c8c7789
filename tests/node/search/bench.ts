import type { Indexable, IndexDoc, PersonDoc, Viewer } from "../../../search/document.ts";
import type { SearchEngine } from "../../../search/engine.ts";
import { plainOf } from "../../../search/marked.ts";
import type { Page, Query } from "../../../search/results.ts";

/** An empty, open engine for one test, and what a test may do to it. */
export interface Bench {
  readonly engine: SearchEngine;
  /** Makes the engine unreachable, and reachable again. */
  setAway(away: boolean): void;
  /** What the queue of changes says about itself. */
  setQueue(queue: { count: number; oldest: Date | null }): void;
  end(): Promise<void>;
}

export type OpenBench = () => Promise<Bench>;

/** Friday, 20 November 2026: today in every test of search. */
export const TODAY = new Date("2026-11-20T10:00:00Z");

export const VISITOR: Viewer = { principals: [1], locale: "en", council: null };
export const OFFICER: Viewer = { principals: [1, 2, 3], locale: "en", council: "council-here" };
export const ELSEWHERE: Viewer = { principals: [1, 2], locale: "en", council: "council-there" };

/** Someone of this node who belongs to these closed communities. */
export function memberOf(...communities: readonly number[]): Viewer {
  return { principals: [1, 2, 3, ...communities], locale: "en", council: "council-here" };
}

/** A public question, unless said otherwise. */
export function doc(given: Partial<IndexDoc> & { id: string }): IndexDoc {
  return {
    kind: "question",
    uri: `https://here.example/ap/o/${given.id}`,
    version: 1,
    lang: "en",
    title: "A question",
    body: "",
    tags: [],
    context: [],
    node: "here.example",
    council: "council-here",
    community: "community-one",
    thread: given.id,
    author: "person-one",
    acl: [1],
    tier: 1,
    answered: false,
    useful: 0,
    createdAt: daysAgo(30),
    updatedAt: daysAgo(30),
    ...given,
  };
}

/** A person anyone in the network may find, unless said otherwise. */
export function person(given: Partial<PersonDoc> & { id: string }): PersonDoc {
  return {
    kind: "person",
    uri: `https://here.example/ap/p/${given.id}`,
    version: 1,
    visibility: "network",
    node: "here.example",
    council: "council-here",
    councilName: "Sunderland City Council",
    name: "Priya Nair",
    roleTitle: "Policy officer",
    topics: [],
    languages: ["en"],
    updatedAt: daysAgo(30),
    ...given,
  };
}

/** A document of a closed community. */
export function closedDoc(given: Partial<IndexDoc> & { id: string }, community: number): IndexDoc {
  return doc({ community: `community-${community}`, acl: [community], ...given });
}

export function daysAgo(days: number): Date {
  return new Date(TODAY.getTime() - days * 86_400_000);
}

/** Stores documents and waits until they can be found. */
export async function store(engine: SearchEngine, docs: readonly Indexable[]): Promise<void> {
  await engine.settled(await engine.upsert(docs), 2_000);
}

/** One page for someone who is not signed in, unless said otherwise. */
export function ask(
  engine: SearchEngine,
  q: string,
  more: Partial<Query> = {},
  viewer: Viewer = VISITOR,
): Promise<Page> {
  return engine.search(viewer, { q, page: 1, size: 20, ...more });
}

export async function idsFor(
  engine: SearchEngine,
  q: string,
  more: Partial<Query> = {},
  viewer: Viewer = VISITOR,
): Promise<string[]> {
  return (await ask(engine, q, more, viewer)).hits.map((hit) => hit.id);
}

/** Everything a page tells, as one text, to look for words that must not be there. */
export function textOf(page: Page): string {
  const hits = page.hits.map((hit) => `${hit.id} ${plainOf(hit.title)} ${plainOf(hit.snippet ?? [])}`);
  return `${hits.join("\n")} ${JSON.stringify(page.facets)} ${page.corrected ?? ""}`;
}

export async function* streamOf<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}
