import { recordRefusedActivity } from "../../node/audit/record.ts";
import { claimEffect, forgetEffect, isTaken } from "../../node/changes/effects.ts";
import type { Origin, ReceivedActivity } from "../../node/changes/record.ts";
import { type CommunityHome, communityByIri, communityHome } from "../../node/communities/home.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { findActivity } from "../../node/outbox/read.ts";
import { rejectActivity } from "../../node/outbox/reject.ts";
import { type ActorRef, actorByIri } from "../../node/people/actor.ts";
import { postByIri } from "../../node/posts/find.ts";
import { Refusal, refuse } from "../../node/refusal.ts";
import { wireErrorOf } from "../errors.ts";
import type { Activity } from "../read/activity-types.ts";
import type { Wire } from "../wire.ts";
import { type CommunityAct, performAct } from "./act.ts";

export interface Letter<A extends Activity = Activity> {
  readonly wire: Wire;
  readonly activity: A;
  readonly received: ReceivedActivity;
}

/** What became of an authenticated letter: `refused` was answered with a Reject; `ignored` concerns nothing here. */
export type LetterOutcome = "taken" | "known" | "refused" | "ignored";

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
    const actor = await actorByIri(tx.sql, activity.actor);
    if (!actor) return "ignored";
    const mark = { actorIri: activity.actor, iri: activity.id };
    if (await isTaken(tx, mark)) return "known";
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
      if (!(error instanceof Refusal)) throw error;
      return answerRefusal(tx, letter, actor, error);
    }
  });
}

async function answerRefusal(
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
      words: typeof refusal.facts.reason === "string" ? refusal.facts.reason : "",
      deciderIri: typeof refusal.facts.decider === "string" ? refusal.facts.decider : null,
    });
  }
  return "refused";
}

const ANSWERED = new Set([
  "Create",
  "Update",
  "Follow",
  "Join",
  "Accept",
  "Reject",
  "ChooseAnswer",
  "Add",
  "Remove",
  "Lock",
  "Block",
  "Delete",
]);

/** An act in a community. Content for a community elsewhere takes effect only through its log (resolution 2). */
export function onAct(letter: Letter<Activity & CommunityAct>): Promise<LetterOutcome> {
  return takeLetter(letter, async ({ tx, actor, origin }) => {
    const community = await communityOf(tx, letter.activity);
    if (!community?.local) return "ignored";
    if (actor.kind !== "person") refuse("not-allowed");
    await performAct(tx, letter.activity, { community, actor, origin });
    return "taken";
  });
}

/**
 * The community that an act belongs to: the one it names; else, from other software, a local one among its addressees,
 * or that of the thing it speaks of (profile E.1's foreign rule).
 */
export async function communityOf(tx: WriteContext, activity: Activity): Promise<CommunityHome | null> {
  if (activity.audience !== null) return communityByIri(tx.sql, activity.audience);
  if (activity.type === "Update") {
    // Who edits a post may have taken the mention of the community out of it.
    const post = await postByIri(tx.sql, activity.object);
    if (post) return communityHome(tx.sql, post.communityId);
  }
  if (activity.type === "Create" || activity.type === "Update") {
    const parent = activity.content?.inReplyTo ? await postByIri(tx.sql, activity.content.inReplyTo) : null;
    if (parent) return communityHome(tx.sql, parent.communityId);
    return addressedCommunity(tx, [
      ...activity.to,
      ...activity.cc,
      ...(activity.content?.mentions ?? []).map((one) => one.iri),
    ]);
  }
  if (activity.type === "Follow" || activity.type === "Join" || activity.type === "Leave")
    return communityByIri(tx.sql, activity.object);
  if (activity.type === "Add" || activity.type === "Remove")
    return addressedCommunity(tx, [activity.target.replace(/\/[a-z]+$/, "")]);
  if (activity.type === "Undo" && activity.of.object === null && activity.of.id !== null)
    return communityOfActivity(tx, { iri: activity.of.id, actorIri: activity.actor });
  const objectIri = "of" in activity ? activity.of.object : "object" in activity ? activity.object : null;
  const post = objectIri === null ? null : await postByIri(tx.sql, objectIri);
  return post ? communityHome(tx.sql, post.communityId) : null;
}

/** Some programs take back by the bare id of what they had sent (snac). */
async function communityOfActivity(
  tx: WriteContext,
  sent: { iri: string; actorIri: string },
): Promise<CommunityHome | null> {
  const activity = await findActivity(tx, sent.iri);
  const same = activity?.actorIri === sent.actorIri && activity.communityId !== null;
  return same && activity.communityId !== null ? communityHome(tx.sql, activity.communityId) : null;
}

async function addressedCommunity(tx: WriteContext, iris: readonly string[]): Promise<CommunityHome | null> {
  for (const iri of iris.filter((one) => one.startsWith(`${tx.iris.origin}/ap/g/`)).slice(0, 5)) {
    const community = await communityByIri(tx.sql, iri);
    if (community) return community;
  }
  return null;
}
