/** How a person is named wherever they appear. */
export interface PersonLabel {
  readonly id: string;
  readonly iri: string;
  readonly name: string;
  readonly handle: string;
  /** Page path on this node: `/people/priya_nair` or `/people/priya_nair@other.example`. */
  readonly path: string;
  readonly roleTitle: string;
  /** The person's council, when it is verified; else null. */
  readonly council: string | null;
  /** Set for invited people whose employer nobody verified. */
  readonly invitedBy: string | null;
  /** Name of the node they come through, only where that is not their council's own; else null. */
  readonly via: string | null;
  readonly initials: string;
  /** 1–8, for the colour of the initials. */
  readonly hue: number;
  readonly gone: boolean;
}

export type ProfileVisibility = "hidden" | "council" | "network" | "everyone";

export interface ProfileView extends PersonLabel {
  /** Null where the profile is not for this viewer: name and council only. */
  readonly details: {
    readonly summary: string;
    readonly topics: readonly string[];
    readonly serviceAreas: readonly string[];
    readonly languages: readonly string[];
  } | null;
  readonly communities: readonly { readonly name: string; readonly path: string; readonly role: string }[];
  readonly contributions: readonly {
    readonly postId: string;
    readonly title: string;
    readonly path: string;
    readonly kind: "topic" | "question" | "reply";
    readonly published: Date;
    readonly community: string;
  }[];
}

export interface PersonCard {
  readonly person: PersonLabel;
  readonly topics: readonly string[];
}
