import type { MembershipFacts } from "../memberships/policy.ts";
import { type Decision, no, YES } from "../refusal.ts";
import type { Level } from "../visibility/readable.ts";

export interface PlaceFacts {
  readonly level: Level;
  readonly postPolicy: "anyone" | "members" | "facilitators";
  readonly archived: boolean;
  /** Of the thread, when it is a reply. */
  readonly locked: boolean;
}

function facilitates(membership: MembershipFacts | null): boolean {
  return membership?.state === "active" && membership.role !== "member";
}

/** Members write; facilitators also in a locked thread. Followers read. Resolution 16. */
export function mayPost(place: PlaceFacts, membership: MembershipFacts | null): Decision {
  if (place.archived) return no("locked", { what: "community" });
  if (membership?.state === "suspended") return no("suspended");
  if (place.locked && !facilitates(membership)) return no("locked", { what: "thread" });
  if (place.postPolicy === "facilitators" && !facilitates(membership)) return no("not-allowed");
  if (membership?.state === "active") return YES;
  if (place.postPolicy === "anyone") return YES;
  if (membership?.state === "requested") return no("needs-approval");
  return no("not-a-member");
}

export interface PostFacts {
  readonly authorId: string;
  readonly state: "pending" | "accepted" | "declined" | "removed" | "deleted" | "held";
}

/** Only the author edits, and only what still stands. */
export function mayEdit(post: PostFacts, actorId: string): Decision {
  if (post.authorId !== actorId) return no("wrong-author");
  return post.state === "deleted" || post.state === "removed" ? no("not-found") : YES;
}

/** Only the author deletes (without a reason); a facilitator removes (with one). */
export function mayDelete(post: PostFacts, actorId: string): Decision {
  if (post.authorId !== actorId) return no("wrong-author");
  return post.state === "deleted" ? no("not-found") : YES;
}

/**
 * Facilitators of this community remove and restore; of another one, never (profile F-07). So do administrators of the
 * node that the community lives on (profile E.1).
 */
export function mayRemove(
  post: PostFacts,
  by: { readonly membership: MembershipFacts | null; readonly administersHome: boolean },
): Decision {
  if (!by.administersHome && !facilitates(by.membership)) return no("not-allowed");
  return post.state === "deleted" ? no("not-found") : YES;
}

/** As with removing; what somebody else removed of a facilitator, yet another one restores. */
export function mayRestore(
  post: PostFacts & { readonly removedBy: string | null },
  actorId: string,
  by: { readonly membership: MembershipFacts | null; readonly administersHome: boolean },
): Decision {
  const may = mayRemove(post, by);
  const own = post.authorId === actorId && post.removedBy !== actorId;
  return may.ok && own ? no("not-allowed") : may;
}

/**
 * The asker or a facilitator accepts, and only a reply in that thread (profile C-07). A question that is on its way has
 * been read by nobody else, and its community, which does not know it, would take no choice: it waits.
 */
export function mayAccept(
  thread: { readonly authorId: string; readonly kind: string; readonly id: string; readonly state: string },
  answer: { readonly rootId: string | null; readonly state: string },
  actor: { readonly id: string; readonly membership: MembershipFacts | null },
): Decision {
  if (thread.kind !== "question" || answer.rootId !== thread.id || answer.state !== "accepted")
    return no("not-found");
  if (thread.state === "pending") return no("not-allowed");
  return thread.authorId === actor.id || facilitates(actor.membership) ? YES : no("not-allowed");
}

/** What stands at the end of a thread for this reader: the reply box, or the way to it. */
export function answerWay(
  thread: {
    readonly locked: boolean;
    readonly archived: boolean;
    readonly community: { readonly level: Level };
    readonly post_policy: string;
  },
  signedIn: boolean,
  membership: MembershipFacts | null,
): "reply" | "reply-joins" | "ask-to-join" | "sign-in" | "locked" | "suspended" {
  if (thread.archived || (thread.locked && !facilitates(membership))) return "locked";
  if (!signedIn) return "sign-in";
  if (membership?.state === "suspended") return "suspended";
  if (membership?.state === "active") return "reply";
  if (membership?.paused) return "suspended";
  if (membership?.removed) return "ask-to-join";
  if (thread.community.level === "open") return "reply-joins";
  return "ask-to-join";
}

export interface ReleasePlace {
  readonly id: string;
  readonly local: boolean;
  readonly level: Level;
  readonly membership: MembershipFacts | null;
}

/**
 * Facilitators release items of communities for members only at the node where these live, into another listed community there
 * which they facilitate too: nothing is published past those who decide about it on either side (profile C.10). Hidden
 * communities are a source and never a target.
 */
export function mayRelease(source: ReleasePlace, target: ReleasePlace): Decision {
  if (!source.local || (source.level !== "closed" && source.level !== "confidential")) return no("not-found");
  if (!facilitates(source.membership)) return no("not-allowed");
  if (!target.local || target.id === source.id || target.level === "confidential")
    return no("invalid", { field: "target" });
  return facilitates(target.membership) ? YES : no("not-allowed");
}

export interface MovePlace {
  readonly id: string;
  /** Null for a community of this node. */
  readonly peerId: string | null;
  /** Everyone can read it. */
  readonly public: boolean;
  readonly archived: boolean;
  readonly membership: MembershipFacts | null;
  readonly administersHome: boolean;
}

/**
 * A discussion goes to another community of the same node, by who decides about both (profile C.9, E.1, F-07), and only where
 * everyone can read both: who can read is fixed from the first post, and members of two communities are two circles of people.
 * No: `not-allowed`, `visibility-mismatch`, `invalid` (target).
 */
export function mayMove(from: MovePlace, to: MovePlace): Decision {
  if (!decides(from)) return no("not-allowed");
  if (!from.public) return no("visibility-mismatch");
  if (to.id === from.id || to.archived || to.peerId !== from.peerId)
    return no("invalid", { field: "target" });
  if (!decides(to)) return no("not-allowed");
  return to.public ? YES : no("visibility-mismatch");
}

function decides({ membership, administersHome }: MovePlace): boolean {
  return administersHome || facilitates(membership);
}
