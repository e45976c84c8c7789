import type { PersonLabel } from "../people/types.ts";

/** What stands in the moderation log of a community: what facilitators do, and that an administrator opened it to read. */
export const MODERATION_KINDS = [
  "post-removed",
  "post-restored",
  "thread-locked",
  "thread-unlocked",
  "thread-moved",
  "member-suspended",
  "member-restored",
  "member-removed",
  "community-opened",
  "community-exported",
  "item-released",
] as const;
export type ModerationKind = (typeof MODERATION_KINDS)[number];

/** A line of the moderation log: who did what, when and why, never what it was done to. */
export interface ModerationEntry {
  readonly id: string;
  readonly kind: ModerationKind;
  readonly by: PersonLabel | null;
  /** In the facilitator's own words; empty where other software gave none, and of what concerns a person. */
  readonly reason: string;
  readonly happened: Date;
  /** The place of the post on this node; null where it is not here. */
  readonly path: string | null;
  /**
   * For facilitators, of a removal: the nodes it was sent to, each with when it confirmed that it obeyed; of a community
   * elsewhere as its node says now. Else null.
   */
  readonly receipts: readonly Receipt[] | null;
}

export interface Receipt {
  /** Name of the node. */
  readonly name: string;
  readonly sent: Date;
  readonly confirmed: Date | null;
  /** When it was found to show what it had confirmed to show no more; null where it was not. */
  readonly lied: Date | null;
}

/** What the nodes that a removal was sent to have confirmed. */
export interface ReceiptsOfRemoval {
  readonly removalIri: string;
  readonly receipts: readonly Receipt[];
}
