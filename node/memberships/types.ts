import type { PersonLabel } from "../people/types.ts";

export type Role = "member" | "facilitator" | "owner";
export type MembershipState = "requested" | "active" | "refused" | "suspended" | "ended";

export interface JoinRequestView {
  readonly id: string;
  readonly person: PersonLabel;
  readonly words: string;
  readonly since: Date;
}

export interface MemberRow {
  readonly person: PersonLabel;
  readonly role: Role;
  readonly since: Date;
}

/** A council's share of a community's members. Counts under five are null ("fewer than 5"). */
export interface CouncilShare {
  readonly council: string;
  readonly members: number | null;
}
