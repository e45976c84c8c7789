import type { NodeContext } from "./context.ts";
import type { HiddenAsk } from "./hidden/asks.ts";
import type { ClosedMember } from "./memberships/types.ts";
import type { ReceiptsOfRemoval } from "./modlog/types.ts";
import type { HiddenPlace } from "./places/places.ts";
import type { AppealedText, AppealSource } from "./posts/removed-text.ts";
import type { Viewer } from "./visibility/viewer.ts";

/** What others fill in; node/start.ts puts the pieces together. */
export interface Ports {
  readonly remote: RemoteNodes;
  readonly search: SearchIndex;
  readonly mail: Mailer;
}

/** Looking at other nodes (filled by federation/). Refuses `not-found`, `not-trusted`; throws Outage when away. */
export interface RemoteNodes {
  /** Reads a node's own description: name, councils, key fingerprint. `address` is what an administrator typed. */
  describe(ctx: NodeContext, address: string): Promise<NodeDescription>;
  /** The fingerprint of one of this node's own keys (SPKI, PEM), as other administrators see it. */
  fingerprint(pem: string): string;
  /** Brings an actor (person, community) by its IRI into the table of actors, from its node or as that node gave it; returns its id. */
  bringActor(ctx: NodeContext, iri: string, given?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Compares what is held of a node's followed communities with what it says of them. Refuses `not-connected`. */
  compare(ctx: NodeContext, origin: string): Promise<readonly ComparedCommunity[]>;
  /** Reads what lacks of them, or with `whole` everything again. Refuses `not-connected`. */
  resync(
    ctx: NodeContext,
    origin: string,
    how: { readonly whole: boolean },
  ): Promise<readonly ResyncedCommunity[]>;
  /** Who is in a closed community elsewhere, asked now and kept nowhere. Refuses `not-found`; throws Outage when away. */
  closedMembers(ctx: NodeContext, groupIri: string): Promise<readonly ClosedMember[]>;
  /** What an appeal is about, for its facilitator here; the same of a post that was removed. */
  appealed(ctx: NodeContext, source: AppealSource): Promise<AppealedText>;
  /**
   * The receipts of removals in a community elsewhere that somebody here facilitates, asked now and kept nowhere; at most 25
   * removals, by their activities. Refuses `not-found` where its node does not say; throws Outage when away.
   */
  receipts(
    ctx: NodeContext,
    groupIri: string,
    removalIris: readonly string[],
  ): Promise<readonly ReceiptsOfRemoval[]>;
  /**
   * Asks the node of a hidden community for one of its members here (node/hidden/asks.ts); the answer is passed on and kept
   * nowhere. `bytes`: of a file that is uploaded. Refuses what that node refuses, `not-found` where it knows nothing of
   * the person; throws Outage when away.
   */
  askHidden(
    ctx: NodeContext,
    place: Pick<HiddenPlace, "groupIri" | "personIri">,
    ask: HiddenAsk,
    bytes?: Uint8Array,
  ): Promise<unknown>;
  /** A part of a file of a hidden community; the same. */
  hiddenFile(
    ctx: NodeContext,
    place: Pick<HiddenPlace, "groupIri" | "personIri">,
    ask: Extract<HiddenAsk, { ask: "file" }>,
  ): Promise<{ readonly facts: unknown; readonly bytes: Uint8Array }>;
  /**
   * Whether a node shows its members a post of a community of this node, or (unsigned) anyone. Throws Outage when it is
   * away; refuses `unsupported` where it answers nothing that says so.
   */
  shows(
    ctx: NodeContext,
    origin: string,
    asked: { readonly postIri: string; readonly signed: boolean },
  ): Promise<boolean>;
  /** Asks a node for its description with a signed request, and whether it knows this node; never throws for what it meets. */
  roundTrip(ctx: NodeContext, origin: string): Promise<RoundTrip>;
}

export interface ComparedCommunity {
  readonly iri: string;
  /** The highest number of its log that is known here, and at its home; null where that was not said. */
  readonly heldTo: number;
  readonly there: number | null;
  readonly members: "same" | "different" | "unknown";
  readonly content: "same" | "different" | "partly-held" | "unknown";
}

export interface ResyncedCommunity {
  readonly iri: string;
  /** Its node said how far it is. */
  readonly answered: boolean;
  /** Entries of its log that had an effect here. */
  readonly applied: number;
  readonly complete: boolean;
  /** Memberships of this node's people were put right. */
  readonly members: boolean;
}

/** What became of a signed request to a node. */
export interface RoundTrip {
  /** `refuses`: it answers and does not know this node or its signature; `forbidden`: our own settings refuse the address. */
  readonly outcome: "fine" | "away" | "refuses" | "forbidden";
  /** A name of the egress, or `http-<status>`; empty when all was fine. */
  readonly error: string;
  /** How far its clock is ahead of ours, by its Date header; null without one. */
  readonly aheadMs: number | null;
  readonly certificateEnds: Date | null;
}

export interface NodeDescription {
  readonly origin: string;
  readonly nodeIri: string;
  readonly name: string;
  readonly software: string;
  readonly councils: readonly CouncilClaim[];
  /** SHA-256 of the node's Ed25519 key, hexadecimal in groups of four. */
  readonly fingerprint: string;
  readonly communities: number | null;
}

export interface CouncilClaim {
  readonly registerId: string | null;
  readonly name: string;
  readonly nameCy: string | null;
  readonly own: boolean;
}

/** Finding things (filled by search/). Every hit is re-read through the visibility rule by the caller's read. */
export interface SearchIndex {
  find(ctx: NodeContext, viewer: Viewer, query: SearchQuery): Promise<SearchPage>;
  /** Answered questions like the text being typed. */
  similarPosts(ctx: NodeContext, viewer: Viewer, text: string, limit: number): Promise<readonly string[]>;
  /** Ids of communities with a similar name or purpose, nearest first. */
  similarCommunities(
    ctx: NodeContext,
    viewer: Viewer,
    like: { readonly name: string; readonly purpose: string; readonly limit: number },
  ): Promise<readonly string[]>;
}

export interface SearchQuery {
  readonly text: string;
  readonly in: "knowledge" | "people";
  readonly kinds: readonly string[];
  readonly councils: readonly string[];
  readonly communities: readonly string[];
  readonly since: Date | null;
  readonly language: string | null;
  readonly sort: "relevance" | "newest" | "useful";
  readonly page: number;
  /** All words as typed: nothing is corrected, completed or left out. */
  readonly exact?: boolean;
  /** Only questions with an accepted answer, and such answers. */
  readonly answered?: boolean;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly total: number;
  readonly totalIsLowerBound: boolean;
  readonly facets: Readonly<Record<string, readonly (readonly [value: string, count: number])[]>>;
  readonly corrected: string | null;
  /** How many results can be paged to. */
  readonly reachable: number;
  /** Words that not every result has, because too few had all. */
  readonly leftOut: readonly string[];
  /** The index has not taken in what was written lately: some of the newest may be missing. */
  readonly behind: boolean;
  /** State of sources beyond this node, in the order asked: the national search when it is connected. */
  readonly sources: readonly { readonly name: string; readonly status: "ok" | "late" | "unavailable" }[];
}

/** Pieces of text, each a match or not; never HTML. */
export type Marked = readonly (readonly [text: string, isMatch: boolean])[];

export interface SearchHit {
  readonly kind: "topic" | "question" | "reply" | "community" | "person";
  /** Row id of the post, community or person. */
  readonly id: string;
  readonly title: Marked;
  readonly snippet: Marked | null;
  /** Set for what is not held here: it opens at its own address. */
  readonly elsewhere: { readonly url: string; readonly council: string; readonly community: string } | null;
}

/** Sends one mail (filled by node/mail). Throws when it could not be handed over. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
  /** Whether the mail server lets us in; `kept`: there is none, mails are kept in the data folder. Never throws. */
  check(): Promise<MailCheck>;
}

export type MailCheck =
  | { readonly outcome: "fine" | "kept" }
  | { readonly outcome: "refused"; readonly error: string };

export interface OutgoingMail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}
