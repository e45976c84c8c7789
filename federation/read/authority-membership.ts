import type { Level } from "../../node/communities/types.ts";
import { type Decision, no, YES } from "../../node/refusal.ts";
import type { JoinPolicy } from "../objects/group.ts";
import type { Reference } from "./activity-types.ts";
import type { ActorType } from "./actor.ts";
import { mayModerate, type Standing } from "./standing.ts";

// Following, joining, and answering both (profile B.1, B.2; resolutions 4, 5, 16).

/** What a Group answers to a Follow. */
export type FollowAnswer =
  /** Accepted with a grant: in Open a person's Follow is membership. */
  | "member"
  /** Accepted: sends posts, makes nobody a member. */
  | "reader"
  /** A closed community with approval takes it as a request to join. */
  | "request"
  | "reject";

/**
 * What a Group answers to a Follow (B-01, B-02, B-03). Nodes, communities and services that follow are readers: only a
 * person can be a member. Software that does not promise to keep a closed community closed is rejected.
 */
export function answerToFollow(facts: {
  readonly level: Level;
  readonly joinPolicy: JoinPolicy;
  readonly followerType: ActorType;
  /** Whether the follower's node speaks the profile and keeps closed communities (`#closed-1`). */
  readonly keepsClosed: boolean;
  readonly standing: Standing;
}): FollowAnswer {
  const { level, joinPolicy, followerType } = facts;
  if (level === "closed") return facts.keepsClosed && joinPolicy === "approval" ? "request" : "reject";
  if (level === "confidential") return "reject";
  if (facts.standing.suspended) return "reader";
  return level === "open" && joinPolicy === "open" && followerType === "Person" ? "member" : "reader";
}

/** What a Group answers to a Join: grants at once, asks its facilitators, says what it granted before, or rejects. */
export type JoinAnswer = "grant" | "ask" | "repeat" | "reject";

/** What a Group answers to a Join (B.1, B-05). One without an invitation is rejected where joining is by invitation. */
export function answerToJoin(facts: {
  readonly level: Level;
  readonly joinPolicy: JoinPolicy;
  readonly joinerType: ActorType;
  readonly standing: Standing;
}): JoinAnswer {
  if (facts.joinerType !== "Person" || facts.standing.suspended) return "reject";
  if (facts.standing.role !== "none") return "repeat";
  if (facts.level === "confidential" || facts.joinPolicy === "invitation") return "reject";
  return facts.joinPolicy === "open" && facts.level === "open" ? "grant" : "ask";
}

/**
 * May this Accept or Reject answer a request of ours? Only the Group that was asked answers, and only a request on record
 * (A38, A39); after a Reject an old Accept says nothing. Groups reject later, too: that ends what they granted.
 */
export function mayAnswer(facts: {
  readonly actorIri: string;
  readonly answer: "Accept" | "Reject";
  readonly request: {
    readonly groupIri: string;
    readonly state: "requested" | "active" | "refused" | "ended";
  } | null;
}): Decision {
  if (facts.request === null) return no("not-found");
  if (facts.actorIri !== facts.request.groupIri) return no("not-allowed");
  const { state } = facts.request;
  if (state === "requested") return YES;
  return state === "active" ? YES : no("already-decided");
}

/**
 * May this decision by a facilitator elsewhere stand? Sent to the Group with it as `audience`, about a request that is
 * still open; the first valid one wins (resolution 5). No: `wrong-audience`, `not-allowed`, `not-found`, `already-decided`.
 */
export function mayDecide(facts: {
  readonly audience: string | null;
  readonly groupIri: string;
  readonly standing: Standing;
  readonly request: {
    readonly iri: string;
    readonly state: "requested" | "active" | "refused" | "ended";
  } | null;
  readonly of: Reference;
}): Decision {
  if (facts.audience !== facts.groupIri) return no("wrong-audience");
  if (!mayModerate(facts.standing)) return no("not-allowed");
  if (facts.request === null || facts.request.iri !== facts.of.id) return no("not-found");
  return facts.request.state === "requested" ? YES : no("already-decided");
}

/**
 * What becomes of a post by somebody who is no member (resolution 16): nodes of the profile are told `not-member`;
 * from other software, whose people cannot ask to join, it is held for the facilitators.
 */
export function outsidersPost(software: "profile" | "other"): "reject" | "hold" {
  return software === "profile" ? "reject" : "hold";
}
