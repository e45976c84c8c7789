import type { AttachedLink, FileChoice } from "../files/types.ts";
import type { ReleaseFacts } from "./release-types.ts";
import type { PostKind } from "./types.ts";

/** What is kept of a post, whoever wrote it: rendered and sanitised before it comes here. */
export interface PostContent {
  readonly kind: PostKind;
  readonly communityId: string;
  readonly title: string;
  /** What the author typed; empty for software that sends none. */
  readonly source: string;
  /** Sanitised. */
  readonly html: string;
  readonly summary: string;
  readonly lang: string;
  readonly langSource: "guessed" | "stated" | "corrected";
  readonly themes: readonly string[];
  readonly hashtags: readonly string[];
  /** Actors of any node that the text names. */
  readonly mentions: readonly string[];
  readonly parentIri: string | null;
  readonly submission: string | null;
  /** Files of the author that it is to have; null says nothing about them. */
  readonly files: readonly FileChoice[] | null;
  /** What is attached elsewhere, to what came over the wire. */
  readonly links: readonly AttachedLink[];
  /** Set where it is a release of what others wrote elsewhere. */
  readonly release?: ReleaseFacts | null;
  /** Set for what came over the wire. */
  readonly received: {
    readonly iri: string;
    readonly url: string | null;
    readonly contextIri: string | null;
    readonly published: Date;
    readonly updated: Date | null;
    /** The object exactly as received. */
    readonly raw: Uint8Array;
    /** SHA-256 of its canonical form, for the digests that nodes compare. */
    readonly hash: Uint8Array;
  } | null;
}
