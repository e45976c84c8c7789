import { type Origin, recordChange } from "../changes/record.ts";
import { communityByIri, communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity } from "../outbox/emit.ts";
import { actorByIri } from "../people/actor.ts";
import { postById } from "../posts/find.ts";
import { LIMITS } from "../text/limits.ts";
import { cutAt, visibleOf } from "../text/visible.ts";
import { passOnAppeal } from "./elsewhere.ts";
import { insertAppeal, removalOf } from "./rows.ts";

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
    ...{ type: "Flag", actorIri: appeal.actorIri, objectIri: removalIri },
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
  const about = { communityId: community.id, authorId: author.id, removedBy: removal.actorId };
  await passOnAppeal(tx, { ...about, iri }, community);
  return "taken";
}

/**
 * Takes in an appeal that the Group of a community elsewhere passes on to its facilitators here, who are told. `ignored` where
 * none of them may decide it, or the removal is not known here; `known` where it was passed on before.
 */
export async function takePassedAppeal(
  tx: WriteContext,
  appeal: ReceivedAppeal & { readonly groupIri: string },
  origin: Letter,
): Promise<"taken" | "known" | "ignored"> {
  const community = await communityByIri(tx.sql, appeal.groupIri);
  const author = await actorByIri(tx.sql, appeal.actorIri);
  if (!community || community.local || community.level === "confidential" || !author) return "ignored";
  const removal = await knownRemoval(tx, { ...appeal, communityId: community.id, authorId: author.id });
  if (removal === null) return "ignored";
  const { iri, removalIri } = appeal;
  const words = cutAt(visibleOf(appeal.words).trim(), LIMITS.wordsCharacters);
  const about = { communityId: community.id, postId: removal.postId, authorId: author.id };
  await insertAppeal(tx, { iri, removalIri, words, ...about });
  // One made here is decided by the facilitators of here too.
  const [passed] = await tx.sql<{ id: string }[]>`update appeals set passed_on = ${tx.now}
    where iri = ${iri} and passed_on is null and state = 'open' returning id`;
  if (!passed) return "known";
  const subject = { subjectId: passed.id, subjectIri: removal.postIri };
  const change = { kind: "appeal.made", actorId: author.id, communityId: community.id, origin } as const;
  await recordChange(tx, { ...change, ...subject });
  return "taken";
}

/** A removal in the log that a facilitator of here may look at: neither theirs nor of what they wrote. */
async function knownRemoval(
  tx: WriteContext,
  of: { readonly removalIri: string; readonly communityId: string; readonly authorId: string },
): Promise<{ readonly postId: string; readonly postIri: string } | null> {
  const [act] = await tx.sql<{ postId: string }[]>`
    select m.post_id as "postId" from moderation_acts m
    where m.activity_iri = ${of.removalIri} and m.community_id = ${of.communityId} and m.kind = 'post-removed'
      and m.post_id is not null and exists (
        select 1 from memberships fm join actors fa on fa.id = fm.actor_id and fa.peer_id is null
        where fm.community_id = m.community_id and fm.state = 'active' and fm.role <> 'member'
          and fa.id <> ${of.authorId} and fa.id is distinct from m.actor_id)`;
  const post = act ? await postById(tx.sql, act.postId) : null;
  return post?.authorId === of.authorId ? { postId: post.id, postIri: post.iri } : null;
}
