import type { MembershipFacts } from "../memberships/policy.ts";
import { type Decision, no, YES } from "../refusal.ts";

/** Only the author appeals, while the post is removed, and once against each removal. */
export function mayAppeal(facts: {
  readonly isAuthor: boolean;
  readonly removed: boolean;
  readonly appealed: boolean;
}): Decision {
  if (!facts.isAuthor) return no("not-allowed");
  if (!facts.removed) return no("not-found");
  return facts.appealed ? no("already-exists") : YES;
}

/**
 * Another facilitator decides than the one who removed the post, and never its author, wherever their account is; where there
 * is no other one, or those elsewhere say nothing for a week, the administrators of the community's node do.
 */
export function mayDecideAppeal(facts: {
  readonly membership: MembershipFacts | null;
  readonly administersHome: boolean;
  readonly isAuthor: boolean;
  /** Removed the post. */
  readonly tookAct: boolean;
  /** Another facilitator could decide: neither the author nor whoever removed it. */
  readonly otherFacilitator: boolean;
}): Decision {
  if (facts.isAuthor || facts.tookAct) return no("not-allowed");
  const { membership } = facts;
  if (membership?.state === "active" && membership.role !== "member") return YES;
  return facts.administersHome && !facts.otherFacilitator ? YES : no("not-allowed");
}
