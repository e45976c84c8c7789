import { takeAppeal, takePassedAppeal } from "../../node/appeals/take.ts";
import { takeAppealOutcome } from "../../node/appeals/take-outcome.ts";
import { takeFlag } from "../../node/moderation/take-report.ts";
import { takeResolve } from "../../node/moderation/take-resolve.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { takeReceipt } from "../../node/receipts/take.ts";
import { bringActor } from "../bring-actor.ts";
import type { ReadAnnounce, ReadAnswer, ReadFlag, ReadResolve } from "../read/activity-types.ts";
import { type Letter, type LetterOutcome, takeLetter } from "./letters.ts";

/** A report, or what became of one. */
export function onReport({ activity, ...letter }: Letter<ReadFlag | ReadResolve>): Promise<LetterOutcome> {
  return activity.type === "Flag" ? flagged({ ...letter, activity }) : resolved({ ...letter, activity });
}

/** A node confirms that it obeyed a removal in a community here. */
export function onReceipt(letter: Letter<ReadAnswer>): Promise<LetterOutcome> {
  const { id: iri, actor: nodeIri, audience, of } = letter.activity;
  if (audience === null || of.id === null) return Promise.resolve("ignored");
  const receipt = { iri, nodeIri, groupIri: audience, removalIri: of.id };
  return takeLetter(letter, ({ tx, origin }) => takeReceipt(tx, receipt, origin));
}

/** A report of something in a local community, or of something severe that a person of this node wrote. */
async function flagged(letter: Letter<ReadFlag>): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  // Programs that report in the name of a person: the answer goes to their inbox.
  if (!(await actorByIri(wire.ctx.sql, activity.actor))) await bringActor(wire, activity.actor);
  const { id: iri, actor: actorIri, words } = activity;
  const [removalIri] = activity.objects;
  if (activity.appeal && removalIri !== undefined)
    return takeLetter(letter, ({ tx, origin }) =>
      takeAppeal(tx, { iri, actorIri, removalIri, words }, origin),
    );
  return takeLetter(letter, ({ tx, origin }) => takeFlag(tx, flagOf(activity, null), origin));
}

/** A report that a community elsewhere passes on to its facilitators here, or to the author's node; or an appeal. */
export async function forwardedFlag(letter: Letter<ReadAnnounce>, flag: ReadFlag): Promise<LetterOutcome> {
  const { actor: groupIri } = letter.activity;
  const [removalIri] = flag.objects;
  if (flag.appeal && removalIri !== undefined) {
    const { id: iri, actor: actorIri, words } = flag;
    // Whoever signed it is known since its proof was looked at.
    const appeal = { iri, actorIri, removalIri, words, groupIri };
    return takeLetter(letter, ({ tx, origin }) => takePassedAppeal(tx, appeal, origin));
  }
  return takeLetter(letter, ({ tx, origin }) => takeFlag(tx, flagOf(flag, letter.activity.actor), origin));
}

/** What became of a report: the Group's answer, or the decision of a facilitator elsewhere; or of an appeal. */
function resolved(letter: Letter<ReadResolve>): Promise<LetterOutcome> {
  return settledBy(letter, letter.activity);
}

function settledBy(letter: Letter<ReadResolve | ReadAnnounce>, resolve: ReadResolve): Promise<LetterOutcome> {
  const { actor: actorIri, flagIri, state, words } = resolve;
  const ofAppeal = state === "restored" || state === "upheld" ? state : null;
  return takeLetter(letter, async ({ tx, origin }) => {
    const appeal = await takeAppealOutcome(tx, { actorIri, flagIri, state: ofAppeal, words }, origin);
    return appeal ?? takeResolve(tx, resolveOf(resolve), origin);
  });
}

/** The Group's answer, passed on to those it had passed the report on to. */
export async function forwardedResolve(
  letter: Letter<ReadAnnounce>,
  resolve: ReadResolve,
): Promise<LetterOutcome> {
  if (resolve.actor !== letter.activity.actor) return "refused";
  return settledBy(letter, resolve);
}

function flagOf(flag: ReadFlag, forwardedBy: string | null) {
  const { id: iri, actor: actorIri, objects: objectIris, category, words } = flag;
  return { iri, actorIri, objectIris, category, words, forwardedBy };
}

function resolveOf({ actor: actorIri, flagIri, state, words }: ReadResolve) {
  const ofReport = state === "removed" || state === "dismissed" ? state : null;
  return { actorIri, flagIri, state: ofReport, words };
}
