import type { Origin } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { actorByIri } from "../people/actor.ts";
import { LIMITS } from "../text/limits.ts";
import { cutAt, visibleOf } from "../text/visible.ts";
import { closeAppeal } from "./close.ts";
import { decideAppeal } from "./decide.ts";
import { type AppealRow, appealByIri, lockAppeal } from "./rows.ts";
import type { AppealOutcome } from "./types.ts";

type Letter = Extract<Origin, { road: "letter" }>;

/** What became of an appeal as read; its authenticity (signature or proof of its actor) is checked by the caller. */
export interface ReceivedOutcome {
  /** The Group that answers, or one of its facilitators. */
  readonly actorIri: string;
  readonly flagIri: string;
  readonly state: AppealOutcome | null;
  readonly words: string;
}

/**
 * Takes in what became of an appeal: from the Group of a community elsewhere, about one made or passed on here, which closes
 * it; from a facilitator elsewhere, to a local community, which is their decision. Null where the Flag is no appeal of this
 * node. Refuses as `decideAppeal` does, `not-found` where what is to be shown again was not restored before.
 */
export async function takeAppealOutcome(
  tx: WriteContext,
  outcome: ReceivedOutcome,
  origin: Letter,
): Promise<"taken" | "ignored" | null> {
  const found = await appealByIri(tx.sql, outcome.flagIri);
  const appeal = found && (await lockAppeal(tx, found.id));
  if (!appeal) return null;
  const { state } = outcome;
  if (state === null) return "ignored";
  const community = await communityHome(tx.sql, appeal.communityId);
  // Of a hidden one nothing comes by the wire: it is decided by reference.
  if (community.level === "confidential") return null;
  const words = cutAt(visibleOf(outcome.words).trim(), LIMITS.wordsCharacters);
  if (community.local) return fromFacilitator(tx, appeal, { ...outcome, state, words }, origin);
  if (community.iri !== outcome.actorIri || appeal.state !== "open") return "ignored";
  // Who decided is known here where it was decided here.
  const decidedBy = appeal.sentState === state ? appeal.decidedBy : null;
  await closeAppeal(tx, appeal, { state, decidedBy, words, origin });
  return "taken";
}

async function fromFacilitator(
  tx: WriteContext,
  appeal: AppealRow,
  outcome: ReceivedOutcome & { readonly state: AppealOutcome },
  origin: Letter,
): Promise<"taken" | "ignored"> {
  const actor = await actorByIri(tx.sql, outcome.actorIri);
  if (actor === null || actor.kind !== "person") return "ignored";
  // Restoring the post closed it already.
  if (appeal.state === outcome.state && appeal.decidedBy === actor.id) return "ignored";
  const decision = {
    deciderId: actor.id,
    appealId: appeal.id,
    outcome: outcome.state,
    reason: outcome.words,
  };
  await decideAppeal(tx, decision, origin);
  return "taken";
}
