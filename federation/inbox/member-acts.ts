import type { Origin } from "../../node/changes/record.ts";
import { type CommunityHome, communityByIri } from "../../node/communities/home.ts";
import type { WriteContext } from "../../node/context.ts";
import { takeRemoval } from "../../node/memberships/remove.ts";
import { takeGrant } from "../../node/memberships/resync.ts";
import { liftSuspension, suspendMember } from "../../node/memberships/suspend.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { refuse } from "../../node/refusal.ts";
import type { ReadBlock, ReadCuration, ReadUpdate } from "../read/activity-types.ts";
import { readGrant } from "../read/memberships-page.ts";
import type { ActPlace } from "./act-place.ts";
import type { Letter, LetterOutcome, Scene } from "./letters.ts";

// What facilitators and Groups do about members (profile B.4).

/** A suspension, sent to a local community or in the log of one elsewhere. Of people not known here nothing is kept. */
export async function onBlock(tx: WriteContext, act: ReadBlock, place: ActPlace): Promise<unknown> {
  const { community, actor, origin } = place;
  if (act.target !== community.iri) refuse("wrong-audience");
  const actorId = await personIn(tx, act.object, place);
  if (actorId === null) return;
  const reason = act.reason.slice(0, 1000);
  const about = { byId: actor.id, actorId, communityId: community.id, reason, until: act.until };
  return suspendMember(tx, about, origin);
}

/** A suspension is lifted, by the same facilitator or another one. */
export async function onUnblock(tx: WriteContext, personIri: string, place: ActPlace): Promise<unknown> {
  const { community, actor, origin } = place;
  const actorId = await personIn(tx, personIri, place);
  if (actorId === null) return;
  return liftSuspension(tx, { byId: actor.id, actorId, communityId: community.id }, origin);
}

async function personIn(
  tx: WriteContext,
  iri: string,
  { origin }: { readonly community: CommunityHome; readonly origin: Origin },
): Promise<string | null> {
  const person = await actorByIri(tx.sql, iri);
  if (person) return person.id;
  return origin.road === "relay" ? null : refuse("not-a-member");
}

/** A community elsewhere ended a membership of this node. */
export function removedByGroup(
  { activity }: Letter<ReadCuration>,
  { tx, origin }: Scene,
): Promise<LetterOutcome> {
  const { actor: groupIri, object: personIri, reason } = activity;
  return takeRemoval(tx, { groupIri, personIri, reason }, origin);
}

/** A community elsewhere says what a grant of this node's people is now: only of its own memberships. */
export async function grantChanged({ activity }: Letter<ReadUpdate>, { tx }: Scene): Promise<LetterOutcome> {
  const community = await communityByIri(tx.sql, activity.actor);
  if (!community || community.local) return "ignored";
  const read = readGrant(activity.grant, activity.actor);
  return "grant" in read ? takeGrant(tx, community.id, read.grant) : "ignored";
}
