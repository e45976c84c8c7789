import { communityByIri } from "../../node/communities/home.ts";
import { takeForwardedAnswer, takeForwardedRequest } from "../../node/memberships/forwarded.ts";
import { takeRemoval } from "../../node/memberships/remove.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { bringActor } from "../bring-actor.ts";
import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { readActivity } from "../read/activity.ts";
import type { ReadAnnounce, ReadAnswer, ReadCuration, ReadJoin } from "../read/activity-types.ts";
import { authenticate } from "../verify.ts";
import { applyEntry } from "./entry.ts";
import { forwardedFlag, forwardedResolve } from "./flagged.ts";
import { forwardedInvite, forwardedUndo } from "./invitations.ts";
import { isKnown } from "./judge-entry.ts";
import { passedLetter } from "./lead-letters.ts";
import { type Letter, type LetterOutcome, takeLetter } from "./letters.ts";

/**
 * An Announce of a community elsewhere: an entry of its log, or something unlogged for our facilitators (a request to
 * join, a report, the decision of either). Anything else, and announces by others than a community we know, has no effect.
 */
export async function announced(letter: Letter<ReadAnnounce>): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  const community = await communityByIri(wire.ctx.sql, activity.actor);
  const [item] = activity.items;
  if (!community || community.local || item?.form !== "activity") return "ignored";
  if (activity.log !== null) {
    const { epoch, seq, firstSeq } = activity.log;
    const entry = {
      groupIri: activity.actor,
      epoch,
      seq,
      firstSeq,
      inner: item.activity,
      // As it was received, and found authentic by its signature.
      announce: letter.received.bytes,
      loggedAt: null,
    };
    const outcome = await applyEntry(wire, entry, community);
    if (outcome === "later") return "ignored";
    return outcome === "known" ? "known" : outcome === "dropped" ? "refused" : "taken";
  }
  return forwarded(letter, item.activity);
}

async function forwarded(letter: Letter<ReadAnnounce>, inner: JsonObject): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  const judged = await authenticate(wire, inner, { groupIri: activity.actor, loggedAt: null });
  if (!judged.ok) return "refused";
  const read = readActivity(judged.document);
  if (read.type === "Join") return forwardedRequest(letter, read);
  if (read.type === "Accept" || read.type === "Reject") return forwardedAnswer(letter, read);
  if (read.type === "Remove") return forwardedRemoval(letter, read);
  if (read.type === "Offer") return passedLetter(letter, read);
  if (read.type === "Invite") return forwardedInvite(letter, read);
  if (read.type === "Undo") return forwardedUndo(letter, read);
  if (read.type === "Flag") return forwardedFlag(letter, read);
  if (read.type === "Resolve") return forwardedResolve(letter, read);
  return "ignored";
}

async function forwardedRequest(letter: Letter<ReadAnnounce>, join: ReadJoin): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  if (join.object !== activity.actor) return "refused";
  if (!(await actorByIri(wire.ctx.sql, join.actor))) await bringActor(wire, join.actor);
  return takeLetter(letter, async ({ tx, origin }) =>
    takeForwardedRequest(
      tx,
      {
        groupIri: activity.actor,
        personIri: join.actor,
        requestIri: join.id,
        words: join.words.slice(0, 500),
      },
      origin,
    ),
  );
}

/** The Group tells its facilitators here whom it removed. */
async function forwardedRemoval(letter: Letter<ReadAnnounce>, removal: ReadCuration): Promise<LetterOutcome> {
  const groupIri = letter.activity.actor;
  if (removal.actor !== groupIri || removal.target !== groupCollectionsOf(groupIri).members) return "refused";
  const { object: personIri, reason } = removal;
  return takeLetter(letter, ({ tx, origin }) => takeRemoval(tx, { groupIri, personIri, reason }, origin));
}

async function forwardedAnswer(letter: Letter<ReadAnnounce>, answer: ReadAnswer): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  if (answer.actor !== activity.actor || answer.of.id === null) return "refused";
  const requestIri = answer.of.id;
  const { deciderIri } = activity;
  if (deciderIri !== null) await isKnown(wire, deciderIri);
  return takeLetter(letter, async ({ tx, origin }) =>
    takeForwardedAnswer(
      tx,
      {
        groupIri: activity.actor,
        requestIri,
        accepted: answer.type === "Accept",
        words: answer.words,
        deciderIri,
      },
      origin,
    ),
  );
}
