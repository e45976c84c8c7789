import { loadavg } from "node:os";
import type { Viewer } from "../../search/document.ts";
import type { SearchEngine } from "../../search/engine.ts";
import type { Query } from "../../search/results.ts";
import { FACETS, pick, randomFrom, SERVICES, wordOf } from "./search-corpus.ts";

/** Milliseconds of one kind of query at a number of clients asking at once. */
export interface SearchFigure {
  readonly query: string;
  readonly clients: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Queries answered in a second by all clients together. */
  readonly perSecond: number;
  /** Of the machine, over the last minute. */
  readonly load: number;
}

export interface SearchBench {
  readonly engine: SearchEngine;
  readonly clients: readonly number[];
  /** Of each kind, for each number of clients. */
  readonly queries: number;
  /** Closed communities that the viewer belongs to. */
  readonly groups: number;
}

type Asker = (engine: SearchEngine, viewer: Viewer, random: () => number) => Promise<unknown>;

/** Times each kind of query over a corpus of search-corpus.ts that the engine already holds. */
export async function benchSearch({
  engine,
  clients,
  queries,
  groups,
}: SearchBench): Promise<SearchFigure[]> {
  const communities = Array.from({ length: groups }, (_, i) => 1_000 + i * 5);
  const viewer: Viewer = { principals: [1, 2, 3, ...communities], locale: "en", council: "council-1" };
  const figures: SearchFigure[] = [];
  for (const [query, ask] of Object.entries(KINDS)) {
    await timed({ ask: () => ask(engine, viewer, randomFrom(1)), queries: 3, clients: 1 });
    for (const count of clients) {
      const random = randomFrom(count * 7_919);
      const { times, seconds } = await timed({
        ask: () => ask(engine, viewer, random),
        queries,
        clients: count,
      });
      figures.push({
        query,
        clients: count,
        ...quantiles(times),
        perSecond: queries / seconds,
        load: loadavg()[0] ?? 0,
      });
    }
  }
  return figures;
}

const PAGE = { page: 1, size: 20 } as const;
const search =
  (q: (random: () => number) => string, more: Partial<Query> = {}): Asker =>
  (engine, viewer, random) =>
    engine.search(viewer, { q: q(random), ...PAGE, ...more });
const FULL: Partial<Query> = { snippets: true, facets: ["kind", "council", "community", "lang", "year"] };
const service = (random: () => number) => pick(SERVICES, random);
const topic = (random: () => number) => `${service(random)} ${pick(FACETS, random)}`;

const KINDS: Readonly<Record<string, Asker>> = {
  "rare word": search((random) => `${wordOf(random)}${wordOf(random).slice(0, 2)}`),
  "one word of text": search(wordOf),
  service: search(service),
  "service and facet": search(topic),
  "common word": search((random) => pick(["council", "service", "officer", "resident", "report"], random)),
  "two common words": search((random) => `council ${pick(["plan", "people", "support", "time"], random)}`),
  "typed question": search(
    (random) => `has anyone got a ${topic(random)} for ${wordOf(random)} that works with ${wordOf(random)}`,
  ),
  "unfinished word": search((random) => service(random).slice(0, 5)),
  "misspelt word": search((random) => `${service(random).replace(/(..)(.)(.)/, "$1$3$2")} review`),
  newest: search(() => "", { sort: "newest" }),
  "full page, service": search(service, FULL),
  "full page, service and facet": search(topic, FULL),
  "full page, common word": search((random) => `${pick(["council", "service", "report"], random)}`, FULL),
  "full page, one council": search(topic, { ...FULL, councils: ["council-3"] }),
  "similar questions": (engine, viewer, random) =>
    engine.similar(viewer, topic(random), { answeredFirst: true, limit: 5 }),
  suggestions: (engine, viewer, random) => engine.suggest(viewer, service(random).slice(0, 4), 8),
};

async function timed({
  ask,
  queries,
  clients,
}: {
  ask: () => Promise<unknown>;
  queries: number;
  clients: number;
}) {
  const times: number[] = [];
  let left = queries;
  const began = performance.now();
  const client = async () => {
    while (left-- > 0) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { times, seconds: (performance.now() - began) / 1_000 };
}

function quantiles(times: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
