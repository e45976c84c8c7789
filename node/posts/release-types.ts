import type { Audience } from "../communities/audience.ts";
import type { CommunityLabel } from "../communities/types.ts";
import type { PersonLabel } from "../people/types.ts";

/** That a post is what others wrote elsewhere, released by its author (profile C.10). */
export interface ReleaseFacts {
  /** Read by everyone who reads the post. */
  readonly reason: string;
  readonly made: Date;
}

/** A community that something can be released into. */
export interface ReleaseTarget extends CommunityLabel {
  /** Who reads it, where that is members only. */
  readonly audience: Audience | null;
}

/** A post that can be released. */
export interface ReleasablePost {
  readonly id: string;
  readonly number: number;
  readonly author: PersonLabel;
  /** Plain text, 300 characters at most. */
  readonly excerpt: string;
}

/** Something that was released of a community. */
export interface ReleaseRow {
  readonly made: Date;
  /** Null where the reader may not read it, and once it was withdrawn. */
  readonly item: { readonly title: string; readonly path: string; readonly community: string } | null;
}
