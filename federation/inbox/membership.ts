import { communityByIri } from "../../node/communities/home.ts";
import { joinByInvitation } from "../../node/invitations/join.ts";
import { takeAnswer } from "../../node/memberships/answered.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { followCommunity, unfollowCommunity } from "../../node/memberships/follow.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { takeLateDecision } from "../../node/memberships/late-decision.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { findMembership } from "../../node/memberships/read.ts";
import { type ProvedGrant, returnMember } from "../../node/memberships/return.ts";
import { takeRefusedAct } from "../../node/moderation/refused-act.ts";
import { declinePost } from "../../node/posts/arrive.ts";
import { refuse } from "../../node/refusal.ts";
import { refusalOf } from "../errors.ts";
import type { ReadAnswer, ReadFollow, ReadJoin, ReadPlain, ReadUndo } from "../read/activity-types.ts";
import { readGrant } from "../read/memberships-page.ts";
import { answeredInvite } from "./invitations.ts";
import type { Letter, LetterOutcome, Scene } from "./letters.ts";

/**
 * A Follow of a local community: membership for a person in an open one, a request in a closed one, reading along for
 * everyone else (profile B.1). Following a person is refused for now (resolution 16).
 */
export async function followed(
  { activity }: Letter<ReadFollow>,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const community = await communityByIri(tx.sql, activity.object);
  if (!community?.local) return "ignored";
  if (community.level === "confidential") refuse("not-found");
  const request = { iri: activity.id, json: activity.document };
  if (community.level === "closed" || (community.level === "open" && actor.kind === "person")) {
    await joinCommunity(tx, { actorId: actor.id, communityId: community.id, request }, origin);
  } else {
    await followCommunity(tx, { actorId: actor.id, communityId: community.id, follow: request }, origin);
  }
  return "taken";
}

/** A Join: asks, accepts an invitation, or presents what was granted before the Group's node was restored (B-16). */
export async function joined(
  { activity }: Letter<ReadJoin>,
  { tx, actor, origin }: Scene,
  granted: ProvedGrant | "no" | null,
): Promise<LetterOutcome> {
  const community = await communityByIri(tx.sql, activity.object);
  if (!community?.local) return "ignored";
  const { invite } = activity;
  if (community.level === "confidential") refuse("not-found");
  const words = activity.words.slice(0, 500);
  const request = { iri: activity.id, json: activity.document };
  const join = { actorId: actor.id, communityId: community.id, words, request };
  if (granted === "no") refuse("needs-approval");
  if (granted !== null) await returnMember(tx, join, granted, origin);
  else if (invite === null) await joinCommunity(tx, join, origin);
  else await joinByInvitation(tx, join, invite, origin);
  return "taken";
}

export async function left(
  { activity }: Letter<ReadPlain>,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const community = await communityByIri(tx.sql, activity.object);
  if (!community?.local) return "ignored";
  await leaveCommunity(tx, { actorId: actor.id, communityId: community.id }, origin);
  await unfollowCommunity(tx, { actorId: actor.id, communityId: community.id }, origin);
  return "taken";
}

/** Undo{Follow}, whole or by the id of the Follow alone (snac). */
export async function unfollowed(
  { activity }: Letter<ReadUndo>,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const communityId = await followedCommunity({ activity, tx, actorId: actor.id });
  if (communityId === null) return "ignored";
  await leaveCommunity(tx, { actorId: actor.id, communityId }, origin);
  await unfollowCommunity(tx, { actorId: actor.id, communityId }, origin);
  return "taken";
}

async function followedCommunity(by: {
  activity: ReadUndo;
  tx: Scene["tx"];
  actorId: string;
}): Promise<string | null> {
  const { activity, tx } = by;
  if (activity.of.object !== null) return (await communityByIri(tx.sql, activity.of.object))?.id ?? null;
  const [row] = await tx.sql<{ community_id: string }[]>`
    select community_id from follows where follow_iri = ${activity.of.id} and actor_id = ${by.actorId}
    union select community_id from memberships where request_iri = ${activity.of.id} and actor_id = ${by.actorId} limit 1`;
  return row?.community_id ?? null;
}

/**
 * Accept and Reject: a facilitator's decision for a local community; or the word of a community elsewhere on what
 * this node asked, wrote or decided. Anything that answers nothing we sent is ignored (A38, A39).
 */
export async function answered(letter: Letter<ReadAnswer>, scene: Scene): Promise<LetterOutcome> {
  const { activity } = letter;
  const { tx, actor, origin } = scene;
  const requestIri = activity.of.id;
  if (requestIri === null) return "ignored";
  if ((await answeredInvite(activity, requestIri, scene)) === "taken") return "taken";
  if (actor.kind === "person") return decided(activity, requestIri, scene);
  const accepted = activity.type === "Accept";
  const grant = activity.result === null ? null : readGrant(activity.result, actor.iri);
  const grantIri = grant !== null && "grant" in grant ? grant.grant.iri : null;
  const taken = await takeAnswer(
    tx,
    {
      groupIri: actor.iri,
      requestIri,
      accepted,
      grantIri,
      words: activity.words,
      proof: letter.received.bytes,
    },
    origin,
  );
  if (taken === "taken") return "taken";
  if (accepted) return "ignored";
  if (activity.error === "already-decided") {
    const late = { groupIri: actor.iri, decisionIri: requestIri, deciderIri: activity.deciderIri };
    return takeLateDecision(tx, late, origin);
  }
  const reason = activity.words;
  const code = refusalOf(activity.error ?? "");
  if (await takeRefusedAct(tx, { groupIri: actor.iri, activityIri: requestIri, code }, origin))
    return "taken";
  return (await declinePost(tx, { groupIri: actor.iri, activityIri: requestIri, reason, code }, origin))
    ? "taken"
    : "ignored";
}

async function decided(
  activity: ReadAnswer,
  requestIri: string,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const membership = await findMembership(tx.sql, { requestIri });
  const community = activity.audience === null ? null : await communityByIri(tx.sql, activity.audience);
  if (!membership || !community?.local || community.id !== membership.communityId) return "ignored";
  const decision = {
    facilitatorId: actor.id,
    membershipId: membership.id,
    accept: activity.type === "Accept",
    words: activity.words.slice(0, 1000),
    confirmed: activity.confirmed,
  };
  await decideRequest(tx, decision, origin);
  return "taken";
}
