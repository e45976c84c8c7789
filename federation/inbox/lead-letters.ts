import { communityByIri } from "../../node/communities/home.ts";
import { takePassedLetter } from "../../node/letters/receive.ts";
import { writeToLead } from "../../node/letters/write.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { bringActor } from "../bring-actor.ts";
import type { ReadAnnounce, ReadOffer } from "../read/activity-types.ts";
import { type Letter, type LetterOutcome, type Scene, takeLetter } from "./letters.ts";

/** Somebody elsewhere writes to the lead of a local community. */
export async function writtenToLead(
  { activity }: Letter<ReadOffer>,
  { tx, actor, origin }: Scene,
): Promise<LetterOutcome> {
  const community = await communityByIri(tx.sql, activity.object);
  if (!community?.local) return "ignored";
  const { words, replyTo } = activity;
  await writeToLead(tx, { writerId: actor.id, communityId: community.id, words, replyTo }, origin);
  return "taken";
}

/** A community elsewhere passes a letter to its lead on this node. */
export async function passedLetter(letter: Letter<ReadAnnounce>, offer: ReadOffer): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  const [leadIri] = activity.to;
  if (offer.object !== activity.actor || leadIri === undefined) return "refused";
  const { words, replyTo, id: iri, actor: writerIri } = offer;
  if (!(await actorByIri(wire.ctx.sql, writerIri))) await bringActor(wire, writerIri);
  const passed = { groupIri: activity.actor, leadIri, writerIri, iri, words, replyTo };
  return takeLetter(letter, ({ tx, origin }) => takePassedLetter(tx, passed, origin));
}
