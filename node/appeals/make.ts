import { HERE, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { postById } from "../posts/find.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { visibleOf } from "../text/visible.ts";
import { inboxOf } from "../visibility/audience.ts";
import { type Concerned, passOnAppeal } from "./elsewhere.ts";
import { mayAppeal } from "./policy.ts";
import { insertAppeal, removalOf } from "./rows.ts";

export interface Appealing {
  /** Actor of the author, of this node. */
  readonly authorId: string;
  readonly postId: string;
  /** Why the post is to be shown again. Required, ≤ 1,000 characters. */
  readonly words: string;
}

/**
 * The author of a removed post asks once that somebody else looks at its removal (issue 4 §4). For a community elsewhere
 * it is a letter to the Group, which is never logged; the Group passes it on to facilitators elsewhere who may decide it. Refuses `not-allowed`, `not-found` (the post stands), `already-exists`,
 * `required`, `too-long`, `not-connected`.
 */
export function makeAppeal(ctx: NodeContext | WriteContext, appealing: Appealing): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, appealing.postId, "update");
    const isAuthor = post.authorId === appealing.authorId;
    const removal = await removalOf(tx.sql, post);
    refuseUnless(mayAppeal({ isAuthor, removed: removal !== null, appealed: false }));
    const words = visibleOf(appealing.words).trim();
    if (words === "") refuse("required", { field: "words" });
    const most = LIMITS.wordsCharacters;
    if (words.length > most) refuse("too-long", { field: "words", most });
    const community = await communityHome(tx.sql, post.communityId);
    const iri = tx.iris.activity(newUuid(tx.now));
    const appeal = {
      ...{ iri, words, communityId: community.id, postId: post.id, authorId: post.authorId },
      removalIri: removal?.iri ?? "",
    };
    const id = await insertAppeal(tx, appeal);
    if (id === null) refuse("already-exists");
    const changeId = await recordChange(tx, {
      kind: "appeal.made",
      actorId: appealing.authorId,
      communityId: community.id,
      subjectId: id,
      subjectIri: post.iri,
      origin: HERE,
    });
    await send(tx, { ...appeal, id, community, changeId, removedBy: removal?.actorId ?? null });
    return { id };
  });
}

interface Sending extends Concerned {
  readonly id: string;
  readonly iri: string;
  readonly removalIri: string;
  readonly community: CommunityHome;
  readonly changeId: string;
}

/** The author's own signed word: the Group knows whose post it is. */
async function send(tx: WriteContext, { community, ...appeal }: Sending): Promise<void> {
  // Nothing of a hidden community is sent.
  if (community.level === "confidential") return;
  const author = await actorById(tx.sql, appeal.authorId);
  const home = community.local ? null : await inboxOf(tx, community.actorId);
  if (!community.local && home === null) refuse("not-connected", { home: community.name });
  await insertActivity(tx, {
    iri: appeal.iri,
    type: "Flag",
    actorIri: author.iri,
    objectIri: appeal.removalIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { appealId: appeal.id },
    changeId: appeal.changeId,
  });
  if (home === null) return passOnAppeal(tx, appeal, community);
  await layLetter(tx, { activityIri: appeal.iri, inbox: home, communityId: community.id });
}
