import { type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity } from "../outbox/emit.ts";
import { actorByIri } from "../people/actor.ts";
import { postById } from "../posts/find.ts";
import { LIMITS } from "../text/limits.ts";
import { cutAt, visibleOf } from "../text/visible.ts";
import { closeAppeal } from "./close.ts";
import { appealByIri, insertAppeal, lockAppeal, removalOf } from "./rows.ts";
import type { AppealOutcome } from "./types.ts";

type Letter = Extract<Origin, { road: "letter" }>;

/** An appeal as read; its authenticity (signature or proof of its actor) is checked by the caller. */
export interface ReceivedAppeal {
  readonly iri: string;
  readonly actorIri: string;
  /** The Delete it is against. */
  readonly removalIri: string;
  readonly words: string;
}

/**
 * Takes in the appeal of somebody elsewhere against a removal in a local community. Only the author's, only against the
 * removal that the post is under now, and once; anything else is `ignored` or `known`.
 */
export async function takeAppeal(
  tx: WriteContext,
  appeal: ReceivedAppeal,
  origin: Letter,
): Promise<"taken" | "known" | "ignored"> {
  const author = await actorByIri(tx.sql, appeal.actorIri);
  const [act] = await tx.sql<{ postId: string | null }[]>`
    select post_id as "postId" from moderation_acts
    where activity_iri = ${appeal.removalIri} and kind = 'post-removed' and post_id is not null`;
  if (author === null || !act?.postId) return "ignored";
  const post = await postById(tx.sql, act.postId, "update");
  const community = await communityHome(tx.sql, post.communityId);
  const removal = await removalOf(tx.sql, post);
  const words = cutAt(visibleOf(appeal.words).trim(), LIMITS.wordsCharacters);
  if (!community.local || post.authorId !== author.id || removal?.iri !== appeal.removalIri) return "ignored";
  const { iri, removalIri } = appeal;
  const id = await insertAppeal(tx, {
    ...{ iri, removalIri, words, communityId: community.id, postId: post.id, authorId: author.id },
  });
  if (id === null) return "known";
  // Its exact bytes are what the answer speaks of.
  await insertActivity(tx, {
    type: "Flag",
    actorIri: appeal.actorIri,
    objectIri: removalIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    received: { iri, bytes: origin.activity.bytes },
  });
  await recordChange(tx, {
    kind: "appeal.made",
    actorId: author.id,
    communityId: community.id,
    subjectId: id,
    subjectIri: post.iri,
    origin,
  });
  return "taken";
}

/**
 * Takes in what became of an appeal made here: from the Group of the community alone. Null where the Flag is no appeal
 * of this node.
 */
export async function takeAppealOutcome(
  tx: WriteContext,
  outcome: {
    readonly actorIri: string;
    readonly flagIri: string;
    readonly state: AppealOutcome | null;
    readonly words: string;
  },
  origin: Letter,
): Promise<"taken" | "ignored" | null> {
  const found = await appealByIri(tx.sql, outcome.flagIri);
  const appeal = found && (await lockAppeal(tx, found.id));
  if (!appeal) return null;
  const community = await communityHome(tx.sql, appeal.communityId);
  if (community.local || community.iri !== outcome.actorIri || appeal.state !== "open") return "ignored";
  if (outcome.state === null) return "ignored";
  const words = cutAt(visibleOf(outcome.words).trim(), LIMITS.wordsCharacters);
  await closeAppeal(tx, appeal, { state: outcome.state, decidedBy: null, words, origin });
  return "taken";
}
