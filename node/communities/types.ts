import type { PersonLabel } from "../people/types.ts";
import type { Level } from "../visibility/readable.ts";
import type { Audience } from "./audience.ts";

export type { Level };

export interface CommunityLabel {
  readonly id: string;
  readonly iri: string;
  readonly name: string;
  /** `kinship_care`, or `kinship_care@cop.somerset.example` for a community elsewhere. */
  readonly handle: string;
  readonly path: string;
  readonly level: Level;
  readonly local: boolean;
  /** The node it lives on, in words: "Somerset". Null when it is this one. */
  readonly home: string | null;
}

/** What the person looking is to a community. `none` also for signed-out visitors. */
export type Relation =
  | { readonly kind: "none" }
  | { readonly kind: "following" }
  /** A facilitator invited them, and they may join. */
  | { readonly kind: "invited"; readonly invitationId: string; readonly until: Date }
  /** `presented`: nobody asked; the community was restored, forgot a member, and was shown what it had granted. */
  | { readonly kind: "requested"; readonly since: Date; readonly words: string; readonly presented: boolean }
  | { readonly kind: "member"; readonly since: Date; readonly role: "member" | "facilitator" | "owner" }
  | { readonly kind: "refused"; readonly reason: string; readonly when: Date }
  /** `until`: when posting opens again by itself; null: when a facilitator lifts it. */
  | { readonly kind: "suspended"; readonly reason: string; readonly until: Date | null }
  /** A facilitator ended the membership. */
  | { readonly kind: "removed"; readonly reason: string; readonly when: Date };

export interface CommunityCard extends CommunityLabel {
  readonly purpose: string;
  readonly themes: readonly string[];
  /** How one becomes a member. */
  readonly joining: "open" | "approval" | "invitation";
  /** Null where the person looking may not know: of a closed community they are no member of. */
  readonly members: number | null;
  readonly councils: number | null;
  readonly lastActivity: Date | null;
  readonly unanswered: number;
  readonly relation: Relation;
}

/** What this node holds of a community elsewhere. Nothing incomplete is shown as complete. */
export type Holding =
  | { readonly kind: "here" }
  | { readonly kind: "bringing"; readonly brought: number; readonly of: number }
  | { readonly kind: "complete"; readonly checked: Date }
  /** Only the newest part was brought: from this day on; null where nothing is as new as that. */
  | { readonly kind: "since"; readonly from: Date | null; readonly checked: Date }
  /** Its home does not answer. */
  | { readonly kind: "not-answering"; readonly since: Date; readonly brought: number; readonly of: number }
  | { readonly kind: "not-brought" }
  /** Nothing new comes until somebody here joins or follows: so the administrator chose. */
  | { readonly kind: "on-joining"; readonly brought: number };

export interface CommunityPage extends CommunityCard {
  readonly charter: Readonly<Record<string, string>>;
  readonly facilitators: readonly PersonLabel[];
  readonly language: string;
  /** Of a community for members only: who reads and where copies are kept; null for open ones and for who is outside. */
  readonly audience: Audience | null;
  /** Whether the person looking may read what is written in it. */
  readonly readable: boolean;
  readonly indexable: boolean;
  readonly feed: boolean;
  readonly levelFixed: boolean;
  readonly holding: Holding;
  readonly created: Date;
  /** Path of the join link, for facilitators of local communities. */
  readonly joinLink: string | null;
}

export interface CommunityDraft {
  readonly name: string;
  readonly handle?: string;
  readonly purpose: string;
  readonly charter: Readonly<Record<string, string>>;
  readonly level: Level;
  /** Of a community for members only: whether people may ask to join, or are invited. Default: they ask. */
  readonly joining?: "approval" | "invitation";
  readonly themes: readonly string[];
  readonly language: string;
}

export const CHARTER_QUESTIONS = ["who", "why", "rhythm", "success"] as const;
