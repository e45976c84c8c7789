import { type Principal, PUBLIC } from "../document.ts";

export type Level = "open" | "restricted" | "closed" | "confidential";

/** The community as far as documents need it. */
export interface CommunityReaders {
  readonly level: Level;
  /** `communities.number`. */
  readonly number: Principal;
  /** True when it lives on this node. */
  readonly local: boolean;
}

/**
 * Who may read what is written in a community; null when it must not be indexed here: nothing of a confidential
 * community is kept on another node.
 */
export function contentReaders(community: CommunityReaders): readonly [Principal] | null {
  if (community.level === "open" || community.level === "restricted") return [PUBLIC];
  return community.level === "confidential" && !community.local ? null : [community.number];
}

/** Who may find the community itself, by name and purpose: everyone, but for confidential ones. */
export function listingReaders(community: CommunityReaders): readonly [Principal] | null {
  return community.level === "confidential" ? contentReaders(community) : [PUBLIC];
}
