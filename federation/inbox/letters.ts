import { recordRefusedActivity } from "../../node/audit/record.ts";
import { claimEffect, forgetEffect, isTaken } from "../../node/changes/effects.ts";
import type { Origin, ReceivedActivity } from "../../node/changes/record.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { FilesAwaited } from "../../node/files/adopt.ts";
import { endAwaiting, forgetAwaiting, keepAwaiting } from "../../node/files/awaiting.ts";
import { rejectActivity } from "../../node/outbox/reject.ts";
import { type ActorRef, actorByIri } from "../../node/people/actor.ts";
import { Refusal, refuse } from "../../node/refusal.ts";
import { wireErrorOf } from "../errors.ts";
import type { Activity } from "../read/activity-types.ts";
import type { Wire } from "../wire.ts";
import { type CommunityAct, performAct } from "./act.ts";
import { communityOf } from "./community-of.ts";

export interface Letter<A extends Activity = Activity> {
  readonly wire: Wire;
  readonly activity: A;
  readonly received: ReceivedActivity;
  /** It waited here for its files, and is taken up again. */
  readonly awaited?: true;
}

/** What became of an authenticated letter: `refused` was answered with a Reject; `ignored` concerns nothing here; `waiting` has its effect once its files are here. */
export type LetterOutcome = "taken" | "known" | "refused" | "ignored" | "waiting";

export interface Scene {
  readonly tx: WriteContext;
  readonly actor: ActorRef;
  readonly origin: Extract<Origin, { road: "letter" }>;
}

/**
 * Runs the effect of a letter in one transaction with the mark that it was taken. A Refusal undoes the effect, is
 * marked, and is told to the author where a local community refused (resolution 9).
 */
export function takeLetter(
  letter: Letter,
  effect: (scene: Scene) => Promise<LetterOutcome | undefined>,
): Promise<LetterOutcome> {
  const { wire, activity, received } = letter;
  return inTransaction(wire.ctx, async (tx) => {
    const mark = { actorIri: activity.actor, iri: activity.id };
    const [actor, taken] = await Promise.all([actorByIri(tx.sql, activity.actor), isTaken(tx, mark)]);
    const known = taken ? "known" : null;
    const outcome = actor === null ? "ignored" : (known ?? (await takeIn(tx, { letter, actor, effect })));
    if (letter.awaited && outcome !== "waiting") await endAwaiting(tx, received.iri);
    return outcome;
  });
}

interface TakingIn {
  readonly letter: Letter;
  readonly actor: ActorRef;
  readonly effect: (scene: Scene) => Promise<LetterOutcome | undefined>;
}

async function takeIn(tx: WriteContext, { letter, actor, effect }: TakingIn): Promise<LetterOutcome> {
  const { activity, received } = letter;
  const mark = { actorIri: activity.actor, iri: activity.id };
  const origin = { road: "letter", activity: received } as const;
  try {
    const outcome = await tx.sql.savepoint(async (sql) => {
      const inner: WriteContext = { ...tx, sql };
      if (!(await claimEffect(inner, mark, "taken"))) return "known" as const;
      return (await effect({ tx: inner, actor, origin })) ?? ("taken" as const);
    });
    // A letter without effect leaves no mark, so that it can never swallow the same activity in a log (resolution 2).
    if (outcome === "ignored") await forgetEffect(tx, mark);
    return outcome as LetterOutcome;
  } catch (error) {
    if (error instanceof FilesAwaited) return awaitFiles(tx, letter, actor, error);
    if (!(error instanceof Refusal)) throw error;
    return answerRefusal(tx, letter, actor, error);
  }
}

/** Kept as it came; everything else about it was found in order, or it would have been refused. */
async function awaitFiles(
  tx: WriteContext,
  letter: Letter,
  actor: ActorRef,
  { files }: FilesAwaited,
): Promise<LetterOutcome> {
  const { activity, received } = letter;
  const community = await communityOf(tx, activity);
  if (!community || !("object" in activity)) return "ignored";
  try {
    await keepAwaiting(tx, {
      activity: received,
      communityId: community.id,
      objectIri: activity.object,
      files,
    });
    return "waiting";
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answerRefusal(tx, letter, actor, error);
  }
}

/** The author is told why an act has no effect, where a local community says so. */
export async function answerRefusal(
  tx: WriteContext,
  letter: Letter,
  actor: ActorRef,
  refusal: Refusal,
): Promise<LetterOutcome> {
  const { activity } = letter;
  tx.log.debug("An activity was refused: {type} {code}", { type: activity.type, code: refusal.code });
  const { id: iri, type } = activity;
  await recordRefusedActivity(tx, { actorIri: actor.iri, iri, type, code: refusal.code });
  const community = await communityOf(tx, activity);
  if (!community?.local) return "refused";
  await claimEffect(tx, { actorIri: activity.actor, iri: activity.id }, `refused:${refusal.code}`);
  if (ANSWERED.has(activity.type)) {
    await rejectActivity(tx, {
      community,
      actorId: actor.id,
      activityIri: activity.id,
      code: refusal.code,
      error: wireErrorOf(refusal.code),
      words: wordsOf(refusal),
      deciderIri: typeof refusal.facts.decider === "string" ? refusal.facts.decider : null,
    });
  }
  return "refused";
}

/** A facilitator's own; of what the program says, the code alone travels, and is said in the reader's language. */
function wordsOf({ code, facts }: Refusal): string {
  return typeof facts.reason === "string" && !code.startsWith("file-") ? facts.reason : "";
}

const ANSWERED = new Set([
  "Create",
  "Update",
  "Follow",
  "Join",
  "Invite",
  "Accept",
  "Reject",
  "ChooseAnswer",
  "Add",
  "Remove",
  "Lock",
  "Move",
  "Block",
  "Delete",
  "Undo",
  "Resolve",
]);

/** An act in a community. Content for a community elsewhere takes effect only through its log (resolution 2). */
export function onAct(letter: Letter<Activity & CommunityAct>): Promise<LetterOutcome> {
  return takeLetter(letter, async ({ tx, actor, origin }) => {
    const community = await communityOf(tx, letter.activity);
    if (!community?.local) return "ignored";
    if (actor.kind !== "person") refuse("not-allowed");
    if (letter.activity.type === "Delete") await forgetAwaiting(tx, letter.activity.object, actor.iri);
    await performAct(tx, letter.activity, { community, actor, origin });
    return "taken";
  });
}
