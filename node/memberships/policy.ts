import { type Decision, no, YES } from "../refusal.ts";
import type { Level } from "../visibility/readable.ts";
import type { MembershipState, Role } from "./types.ts";

export interface MembershipFacts {
  readonly state: MembershipState;
  readonly role: Role;
  /** Since when a facilitator has paused their posting, also while they are no member. */
  readonly paused?: Date | null;
  /** When a facilitator ended the membership; null once they were let in again. */
  readonly removed?: Date | null;
}

/** How one becomes a member: at once, by asking, or only when invited. */
export type JoinPolicy = "open" | "approval" | "invitation";

/**
 * Open communities are joined at once; restricted and closed ones on request, those by invitation only when invited. Hidden
 * ones are not there for who is outside. `invited`: with an invitation that is good, one is in at once, also whom a facilitator
 * had declined or removed before.
 */
export function mayJoin(
  level: Level,
  membership: MembershipFacts | null,
  how: { readonly joinPolicy?: JoinPolicy; readonly invited?: boolean } = {},
): Decision & { readonly way?: "at-once" | "request" } {
  if (membership?.state === "suspended" || membership?.paused) return no("suspended");
  if (membership?.state === "active") return { ...YES, way: "at-once" };
  // Whom a facilitator removed comes back if one lets them, in open communities too.
  if (level === "open" && !membership?.removed) return { ...YES, way: "at-once" };
  if (how.invited) return { ...YES, way: "at-once" };
  if (level === "confidential") return no("not-found");
  if (how.joinPolicy === "invitation" && level !== "open") return no("invitation-only");
  return membership?.state === "requested" ? no("already-requested") : { ...YES, way: "request" };
}

/**
 * The join link of either open level lets in whoever opens it. It does not undo what a facilitator decided about this
 * very person: a pause stays, and who was declined asks again.
 */
export function mayJoinByLink(level: Level, membership: MembershipFacts | null): Decision {
  if (level !== "open" && level !== "restricted") return no("not-found");
  if (membership?.state === "suspended" || membership?.paused) return no("suspended");
  if (membership?.removed) return no("needs-approval");
  if (membership?.state === "refused" && level === "restricted") return no("needs-approval");
  return YES;
}

/** Facilitators and owners decide, of this community only. */
export function mayFacilitate(membership: MembershipFacts | null): Decision {
  if (membership?.state === "active" && membership.role !== "member") return YES;
  return no("not-allowed");
}

/** The last facilitator cannot be removed nor leave (profile B-11). */
export function mayStepDown(membership: MembershipFacts, facilitators: number): Decision {
  if (membership.role === "member" || facilitators > 1) return YES;
  return no("last-facilitator");
}
