import type { MembershipFacts } from "../memberships/policy.ts";
import { type Decision, no, YES } from "../refusal.ts";
import type { ReportCategory } from "./types.ts";

/** A confidential leak, a safeguarding concern or something illegal: the administrators of both nodes hear of it (F-03). */
export function isSevere(category: ReportCategory): boolean {
  return category === "confidential-leak" || category === "safeguarding" || category === "illegal";
}

/** Whoever may read a post that stands may report it, except its author. */
export function mayReport(post: {
  readonly state: "pending" | "accepted" | "declined" | "removed" | "deleted" | "held";
  readonly readable: boolean;
  readonly mine: boolean;
}): Decision {
  if (!post.readable || post.state !== "accepted") return no("not-found");
  return post.mine ? no("not-allowed") : YES;
}

/**
 * Whether the administrators of this node are told: where the community lives here, where nobody else can be reached,
 * and of the severe categories where the report was made or the author lives (profile F-02, F-03).
 */
export function concernsAdministrators(report: {
  readonly category: ReportCategory;
  readonly communityHere: boolean;
  readonly authorHere: boolean;
  readonly madeHere: boolean;
  readonly homeReachable: boolean;
}): boolean {
  if (report.communityHere || !report.homeReachable) return true;
  return isSevere(report.category) && (report.authorHere || report.madeHere);
}

/**
 * Facilitators of this community decide, of another one never (F-07), administrators of its node as well, and nobody on
 * a report about themselves.
 */
export function mayDecideReport(facts: {
  readonly membership: MembershipFacts | null;
  readonly administersHome: boolean;
  readonly isAuthor: boolean;
}): Decision {
  const { membership } = facts;
  const facilitates = membership?.state === "active" && membership.role !== "member";
  // The reported person is not even told that the report exists (profile F.1).
  if (facts.isAuthor) return no("not-found");
  return facilitates || facts.administersHome ? YES : no("not-allowed");
}
