import type { MembershipFacts } from "../memberships/policy.ts";
import { type Decision, no, YES } from "../refusal.ts";

/** How long an invitation may be accepted, in days. */
export const LIFE_DAYS = 30;
/** Invitations that one facilitator may send in a day, and that one community may. */
export const MOST_OF_ONE = 200;
export const MOST_OF_COMMUNITY = 600;
export const MOST_WORDS = 500;

/** When an invitation made now ends; whole seconds, as it travels. */
export function endOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 1000 + LIFE_DAYS * 86_400) * 1000);
}

/**
 * Whether somebody may be invited as they are to the community: members are in already, who asks is decided about, and a
 * pause is lifted first. Whom a facilitator declined or removed may be invited: that is the newer word.
 */
export function mayBeInvited(membership: MembershipFacts | null): Decision {
  if (membership?.state === "active") return no("already-exists", { field: "person", what: "member" });
  if (membership?.state === "suspended" || membership?.paused) return no("suspended", { field: "person" });
  if (membership?.state === "requested") return no("already-requested", { field: "person" });
  return YES;
}

export interface HonourFacts {
  readonly state: string;
  readonly ends: Date;
  readonly communityId: string;
  /** Whom it is for; null: anyone of `node` whom that node names. */
  readonly inviteeId: string | null;
  readonly node: string | null;
}

/** An invitation is honoured once, for its target, before its end (B-06). Who invited was judged when it was made. */
export function mayHonour(
  invitation: HonourFacts | null,
  by: { readonly actorId: string; readonly origin: string; readonly communityId: string },
  now: Date,
): Decision {
  if (invitation === null || invitation.communityId !== by.communityId) return no("not-found");
  const target =
    invitation.inviteeId === null ? invitation.node === by.origin : invitation.inviteeId === by.actorId;
  if (!target) return no("not-found");
  if (invitation.state === "accepted") return no("used");
  if (invitation.state !== "pending") return no("not-found");
  return invitation.ends <= now ? no("expired") : YES;
}
