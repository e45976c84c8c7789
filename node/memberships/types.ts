import type { PersonLabel } from "../people/types.ts";

export type Role = "member" | "facilitator" | "owner";
export type MembershipState = "requested" | "active" | "refused" | "suspended" | "ended";

export interface JoinRequestView {
  readonly id: string;
  readonly person: PersonLabel;
  readonly words: string;
  readonly since: Date;
  /** Name of the node that begins to hold copies of a closed community with this member; null where none does. */
  readonly newHolder: string | null;
}

/** A request and what became of it. */
export interface RequestOutcome extends JoinRequestView {
  readonly communityId: string;
  readonly state: MembershipState;
  readonly decided: Date | null;
  /** Name of the facilitator; null where this node does not know who it was. */
  readonly decidedBy: string | null;
}

export interface MemberRow {
  readonly person: PersonLabel;
  readonly role: Role;
  readonly since: Date;
  /** Posting is paused, and until when (null: until it is lifted); told to facilitators only. */
  readonly paused: { readonly until: Date | null } | null;
  /** They came back in the last 30 days with what was granted before this node was restored; told to facilitators only. */
  readonly returned: Date | null;
}

/** One person as the facilitators of a community decide about them. */
export interface MemberView {
  readonly person: PersonLabel;
  readonly role: Role;
  /** `unknown`: no membership is known on this node; of a community elsewhere its own node knows. */
  readonly state: MembershipState | "unknown";
  readonly since: Date | null;
  readonly reason: string;
  readonly until: Date | null;
}

/** A council's share of a community's members. Counts under five are null ("fewer than 5"). */
export interface CouncilShare {
  readonly council: string;
  readonly members: number | null;
}

/** A member of a closed community elsewhere, as its node tells the nodes that hold it. */
export interface ClosedMember {
  readonly iri: string;
  readonly name: string;
  /** Of the council they work for; null where none is known. */
  readonly council: string | null;
  readonly role: "member" | "facilitator" | "owner";
  readonly since: Date | null;
  /** Name of their node. */
  readonly node: string;
}
