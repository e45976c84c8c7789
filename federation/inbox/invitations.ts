import { communityByIri } from "../../node/communities/home.ts";
import { takeDecline } from "../../node/invitations/answer.ts";
import { takeInvitation, takeOutcome, takeWithdrawal } from "../../node/invitations/arrive.ts";
import { invitePerson } from "../../node/invitations/invite.ts";
import { takeReturn } from "../../node/invitations/return.ts";
import { findInvitation } from "../../node/invitations/rows.ts";
import { takeAddressInvite } from "../../node/invitations/take-address.ts";
import { withdrawInvitation } from "../../node/invitations/withdraw.ts";
import { mayFacilitate } from "../../node/memberships/policy.ts";
import { membershipOf } from "../../node/memberships/read.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Outage, Refusal, refuse } from "../../node/refusal.ts";
import { bringActor } from "../bring-actor.ts";
import type { ReadInvite } from "../read/activity-invite.ts";
import type { ReadAnnounce, ReadAnswer, ReadUndo } from "../read/activity-types.ts";
import type { Wire } from "../wire.ts";
import { type Letter, type LetterOutcome, type Scene, takeLetter } from "./letters.ts";

/** A facilitator elsewhere invites to a local community: the role is judged before anything is fetched about the target. */
export async function invited(letter: Letter<ReadInvite>): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  if (activity.address !== null) return invitedAddress(letter, activity.address);
  if (await facilitates(wire, activity)) await makeKnown(wire, activity.target);
  return takeLetter(letter, async ({ tx, actor, origin }) => {
    const community = await communityByIri(tx.sql, activity.object);
    if (!community?.local) return "ignored";
    const person = await actorByIri(tx.sql, activity.target);
    // Who may not invite is told that first, and nothing about who is known here.
    if (!mayFacilitate(await membershipOf(tx.sql, actor.id, community.id)).ok) refuse("not-allowed");
    const { words, ends, confirmed } = activity;
    const invite = {
      inviterId: actor.id,
      communityId: community.id,
      personId: person?.id ?? refuse("not-found"),
    };
    await invitePerson(tx, { ...invite, words, ends, confirmed }, origin);
    return "taken";
  });
}

/** An address: for the node that its council has, or that takes its person in as a guest. */
function invitedAddress(letter: Letter<ReadInvite>, address: string): Promise<LetterOutcome> {
  const { object, target: nodeIri, ends, confirmed } = letter.activity;
  return takeLetter(letter, async ({ tx, actor, origin }) => {
    const community = await communityByIri(tx.sql, object);
    if (!community?.local) return "ignored";
    await takeAddressInvite(
      tx,
      community,
      { inviterId: actor.id, address, nodeIri, ends, confirmed },
      origin,
    );
    return "taken";
  });
}

/** The node that was to find the person of an address gives the invitation back. */
export function returnedInvite(letter: Letter<ReadAnswer>): Promise<LetterOutcome> {
  const { activity } = letter;
  const { id: iri } = activity.of;
  if (iri === null) return Promise.resolve("ignored");
  const given = { nodeIri: activity.actor, iri, why: activity.error ?? "refused" };
  return takeLetter(letter, ({ tx }) => takeReturn(tx, given));
}

async function facilitates({ ctx }: Wire, { object, actor }: ReadInvite): Promise<boolean> {
  const community = await communityByIri(ctx.sql, object);
  const inviter = await actorByIri(ctx.sql, actor);
  if (!community?.local || !inviter) return false;
  return mayFacilitate(await membershipOf(ctx.sql, inviter.id, community.id)).ok;
}

/** Whoever cannot be read now is nobody; the verb says so. */
async function makeKnown(wire: Wire, iri: string): Promise<void> {
  if (await actorByIri(wire.ctx.sql, iri)) return;
  try {
    await bringActor(wire, iri);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Outage)) throw error;
  }
}

/** A community elsewhere brings an invitation to somebody of this node. */
export async function forwardedInvite(
  letter: Letter<ReadAnnounce>,
  invite: ReadInvite,
): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  if (invite.object !== activity.actor) return "refused";
  const { actor: inviterIri, target: targetIri, id: iri, words, ends } = invite;
  await makeKnown(wire, inviterIri);
  const { address } = invite;
  const arriving = { groupIri: activity.actor, inviterIri, targetIri, iri, words, ends, address };
  return takeLetter(letter, ({ tx, origin }) => takeInvitation(tx, arriving, origin));
}

/** It was taken back: told by the community, whoever of its facilitators did it. */
export async function forwardedUndo(letter: Letter<ReadAnnounce>, undo: ReadUndo): Promise<LetterOutcome> {
  const { id: iri, asType } = undo.of;
  if (asType !== "Invite" || iri === null) return "ignored";
  return takeLetter(letter, ({ tx }) => takeWithdrawal(tx, { groupIri: letter.activity.actor, iri }));
}

/** A facilitator elsewhere takes an invitation to a local community back. */
export async function uninvited(
  { activity }: Letter<ReadUndo>,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const found = activity.of.id === null ? null : await findInvitation(tx.sql, { iri: activity.of.id });
  const community = activity.of.object === null ? null : await communityByIri(tx.sql, activity.of.object);
  if (found === null || !community?.local || community.id !== found.communityId) return "ignored";
  const about = { byId: actor.id, communityId: community.id, invitationId: found.id };
  await withdrawInvitation(tx, about, origin);
  return "taken";
}

/** What became of an invitation: the invited person declines it to the Group, or the Group tells whoever invited. */
export async function answeredInvite(
  answer: ReadAnswer,
  iri: string,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const accepted = answer.type === "Accept";
  if (actor.kind === "person")
    return accepted ? "ignored" : takeDecline(tx, { actorId: actor.id, iri }, origin);
  return takeOutcome(tx, { groupIri: actor.iri, iri, accepted, why: answer.error }, origin);
}
