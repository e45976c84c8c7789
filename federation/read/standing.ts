import type { Role } from "../../node/memberships/types.ts";

/** What an actor is to a community, by the Group's own record. */
export interface Standing {
  readonly role: Role | "none";
  /** Suspended in this community (profile B.4) or at home. */
  readonly suspended: boolean;
  /** Administrator of the Group's node (FEP-baf5), who may do what its facilitators may (E.1). */
  readonly administrator: boolean;
}

/** Facilitators, owners and administrators of the Group's node, unless suspended. */
export function mayModerate(standing: Standing): boolean {
  return (
    !standing.suspended &&
    (standing.administrator || standing.role === "facilitator" || standing.role === "owner")
  );
}
