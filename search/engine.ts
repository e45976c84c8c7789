import type { Indexable, Viewer, Why } from "./document.ts";
import type { Page, PeoplePage, PeopleQuery, Query, SimilarCommunity, SimilarPost } from "./results.ts";

/** Says when a write can be found; given to `settled`. */
export interface Ticket {
  readonly seq: number;
}

export interface Health {
  readonly ok: boolean;
  /** Age of the oldest change that cannot be found yet. */
  readonly lagMs: number;
  readonly reason: "unreachable" | "rebuild-needed" | null;
}

/**
 * What the product asks of a search engine. Every read takes a viewer. Methods throw when the engine is away; the
 * caller of a write tries again, `find` answers a degraded page. Contract: tests/node/search-contract.ts.
 */
export interface SearchEngine {
  readonly name: "postgres";
  /** `anew`: what it holds was made beside another database, and is dropped; `health` then asks for a rebuild. */
  open(how?: { readonly anew: boolean }): Promise<void>;
  close(): Promise<void>;
  health(): Promise<Health>;
  search(viewer: Viewer, query: Query): Promise<Page>;
  people(viewer: Viewer, query: PeopleQuery): Promise<PeoplePage>;
  /** Completions of what is being typed, made from public documents only. */
  suggest(viewer: Viewer, prefix: string, limit: number): Promise<string[]>;
  similar(
    viewer: Viewer,
    text: string,
    options: { answeredFirst: boolean; limit: number },
  ): Promise<SimilarPost[]>;
  similarCommunities(
    viewer: Viewer,
    name: string,
    purpose: string,
    limit: number,
  ): Promise<SimilarCommunity[]>;
  /** An older version than the stored one is ignored, and so is an id that was erased. */
  upsert(docs: readonly Indexable[]): Promise<Ticket>;
  remove(ids: readonly string[], why: Why): Promise<Ticket>;
  removeWhere(which: RemoveWhere, why: Why): Promise<Ticket>;
  /** Resolves when the write is visible to search. */
  settled(ticket: Ticket, timeoutMs: number): Promise<void>;
  /** Builds aside from the whole source, then swaps. Throws RebuildSuperseded when another rebuild began meanwhile. */
  rebuild(docs: AsyncIterable<Indexable>): Promise<{ docs: number; ms: number }>;
  /** Everything that is indexed, in the order of ids, to compare with the source. */
  ids(after?: string): AsyncIterable<{ id: string; version: number }>;
  /** Nightly: word lists, old memory of removed ids. */
  tidy(): Promise<void>;
  stats(): Promise<{ docs: Readonly<Record<string, number>>; bytes: number; queue: number }>;
}

/** All given fields must fit; an empty one matches nothing. */
export interface RemoveWhere {
  readonly node?: string;
  readonly council?: string;
  readonly author?: string;
  readonly community?: string;
  readonly thread?: string;
}

/** What waits to be indexed, for `health` and `stats`; filled in by whoever keeps the queue. */
export type QueueProbe = () => Promise<{ count: number; oldest: Date | null }>;

/** Another rebuild began while this one ran; the other goes on. */
export class RebuildSuperseded extends Error {
  constructor() {
    super("Another rebuild of the search index began; this one stopped.");
    this.name = "RebuildSuperseded";
  }
}
