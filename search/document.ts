/**
 * Who may read a document, and what a person looking holds. A document is found by whoever holds one of its
 * principals; the test stands in the same WHERE as the words, so nothing can be found, counted or suggested past it.
 */
export type Principal = number;
export const PUBLIC: Principal = 1;
/** Signed-in people of this node and of nodes connected to it. */
export const NETWORK: Principal = 2;
/** Signed-in people of this node. */
export const THIS_NODE: Principal = 3;
/** From here on, a principal is one community (`communities.number`). */
export const FIRST_COMMUNITY: Principal = 1000;

export interface Viewer {
  readonly principals: readonly [Principal, ...Principal[]];
  readonly locale: "en" | "cy";
  /** Id of the viewer's own council, for profiles shown to "my council" only. */
  readonly council: string | null;
}

/** Someone who is not signed in. */
export const ANYONE: Viewer = { principals: [PUBLIC], locale: "en", council: null };

export type Kind = "topic" | "question" | "reply" | "community";
/** 3 validated page, case study, accepted answer · 2 library · 1 question, topic, community · 0 reply */
export type Tier = 0 | 1 | 2 | 3;
export type Why = "deleted" | "withdrawn" | "moved" | "erased" | "node-left";

/** One thing that can be found. `id` is the row's own id, at most 64 characters; ids of all kinds share one space. */
export interface IndexDoc {
  readonly kind: Kind;
  readonly id: string;
  readonly uri: string;
  /** Grows with every change of the row; an older one than the stored is ignored. */
  readonly version: number;
  readonly lang: string;
  /** Plain text. A reply carries the title of its thread. */
  readonly title: string;
  /** Plain text; what lies beyond 200,000 characters is not searched. */
  readonly body: string;
  readonly tags: readonly string[];
  /** Names that also find it, below everything else: community, council, author. */
  readonly context: readonly string[];
  /** Host of the node it lives on. */
  readonly node: string;
  readonly council: string | null;
  readonly community: string | null;
  /** Id of the post that began the thread; null for what is in none. */
  readonly thread: string | null;
  readonly author: string | null;
  /** 1 to 32 of them. */
  readonly acl: readonly [Principal, ...Principal[]];
  readonly tier: Tier;
  /** A question with an accepted answer, or that answer. */
  readonly answered: boolean;
  readonly useful: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A person who agreed to be found. Hidden profiles have none. */
export interface PersonDoc {
  readonly kind: "person";
  readonly id: string;
  readonly uri: string;
  readonly version: number;
  readonly visibility: "council" | "network" | "everyone";
  readonly node: string;
  readonly council: string | null;
  readonly councilName: string;
  readonly name: string;
  readonly roleTitle: string;
  /** Declared by the person. */
  readonly topics: readonly string[];
  readonly languages: readonly string[];
  readonly updatedAt: Date;
}

export type Indexable = IndexDoc | PersonDoc;
