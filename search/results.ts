import type { Kind, Tier } from "./document.ts";

export type FacetName = "kind" | "council" | "community" | "lang" | "year";
/** Per facet: value and number of results with it, most first, at most 50 values. */
export type Facets = Readonly<
  Partial<Record<FacetName, readonly (readonly [value: string, count: number])[]>>
>;

export interface Query {
  /** As typed. Up to 2,000 characters are read. */
  readonly q: string;
  readonly kinds?: readonly Kind[];
  readonly councils?: readonly string[];
  readonly communities?: readonly string[];
  readonly nodes?: readonly string[];
  readonly excludeNode?: string;
  readonly author?: string;
  readonly tags?: readonly string[];
  readonly lang?: string;
  /** Written on or after. */
  readonly since?: Date;
  /** Written before. */
  readonly until?: Date;
  readonly answered?: boolean;
  /** Without words the newest come first, whatever is asked. */
  readonly sort?: "relevance" | "newest" | "useful";
  /** From 1. */
  readonly page: number;
  readonly size: 10 | 20 | 50;
  readonly facets?: readonly FacetName[];
  readonly snippets?: boolean;
  /** All words as typed: nothing is corrected, completed or left out. Default false. */
  readonly exact?: boolean;
  /** One result per thread, its best post. Default true. */
  readonly collapseThreads?: boolean;
}

/** Pieces of text, each a match or not; never HTML. */
export type Marked = readonly (readonly [text: string, isMatch: boolean])[];

export interface Hit {
  readonly id: string;
  readonly uri: string;
  readonly kind: Kind;
  readonly title: Marked;
  readonly snippet: Marked | null;
  readonly node: string;
  readonly council: string | null;
  readonly community: string | null;
  readonly thread: string | null;
  readonly author: string | null;
  readonly tier: Tier;
  readonly answered: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly closed: boolean;
}

export interface Page {
  readonly hits: readonly Hit[];
  readonly total: number;
  /** True: there are more than `total`; the page says "600+". */
  readonly totalIsLowerBound: boolean;
  /** How many results can be paged to. */
  readonly reachable: number;
  readonly facets: Facets;
  /** The query with its misspelt words replaced, when results of that are shown. */
  readonly corrected: string | null;
  /** Words that not every result has, because too few had all. */
  readonly leftOut: readonly string[];
  readonly tookMs: number;
  /** True when the engine could not answer and this page says nothing about what exists. */
  readonly degraded: boolean;
}

export interface PeopleQuery {
  readonly q: string;
  readonly councils?: readonly string[];
  readonly page: number;
  readonly size: 10 | 20 | 50;
}

export interface PersonHit {
  readonly id: string;
  readonly uri: string;
  readonly name: Marked;
  readonly roleTitle: Marked;
  readonly council: string | null;
  readonly councilName: string;
  readonly topics: readonly string[];
}

export interface PeoplePage {
  readonly hits: readonly PersonHit[];
  readonly total: number;
  readonly facets: Pick<Facets, "council">;
}

/** A question like the one being typed. */
export interface SimilarPost {
  readonly id: string;
  readonly uri: string;
  readonly title: string;
  readonly answered: boolean;
  readonly community: string | null;
}

export interface SimilarCommunity {
  readonly id: string;
  readonly uri: string;
  readonly name: string;
  /** 0–1; from 0.5 on the two probably mean the same. */
  readonly likeness: number;
}
