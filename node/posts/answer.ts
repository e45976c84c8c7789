import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { postById } from "./find.ts";
import { mayAccept } from "./policy.ts";
import { sendPost } from "./send.ts";

export interface Acceptance {
  readonly actorId: string;
  /** The reply that answers. */
  readonly postId: string;
}

/**
 * The asker or a facilitator accepts an answer; at most one is current, a new one replaces the old (profile C-07).
 * Wire: ChooseAnswer. Refuses `not-allowed`, `not-found` (no reply of a question, or not standing).
 */
export function acceptAnswer(
  ctx: NodeContext | WriteContext,
  acceptance: Acceptance,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const answer = await postById(tx.sql, acceptance.postId);
    const root = await postById(tx.sql, answer.rootId ?? refuse("not-found"), "update");
    if (root.acceptedAnswerId === answer.id) return;
    const membership = await membershipOf(tx.sql, acceptance.actorId, root.communityId, "share");
    if (origin.road !== "relay")
      refuseUnless(mayAccept(root, answer, { id: acceptance.actorId, membership }));
    await tx.sql`update posts set accepted_answer_id = ${answer.id}, accepted_by = ${acceptance.actorId} where id = ${root.id}`;
    const changeId = await recordChange(tx, {
      kind: "answer.accepted",
      actorId: acceptance.actorId,
      communityId: root.communityId,
      subjectId: answer.id,
      subjectIri: answer.iri,
      origin,
      facts: { rootId: root.id },
    });
    const community = await communityHome(tx.sql, root.communityId);
    const actor = await actorById(tx.sql, acceptance.actorId);
    await spendChoices(tx, root.id, community.id);
    await sendPost(tx, { type: "ChooseAnswer", post: answer, community, author: actor, changeId }, origin);
  });
}

/** Takes the acceptance back. Wire: Undo{ChooseAnswer} (profile C-08). Refuses `not-allowed`. */
export function withdrawAnswer(
  ctx: NodeContext | WriteContext,
  acceptance: Acceptance,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const answer = await postById(tx.sql, acceptance.postId);
    const root = await postById(tx.sql, answer.rootId ?? refuse("not-found"), "update");
    if (root.acceptedAnswerId !== answer.id) return;
    const membership = await membershipOf(tx.sql, acceptance.actorId, root.communityId, "share");
    if (origin.road !== "relay") {
      refuseUnless(mayAccept(root, { ...answer, state: "accepted" }, { id: acceptance.actorId, membership }));
    }
    await tx.sql`update posts set accepted_answer_id = null, accepted_by = null where id = ${root.id}`;
    const changeId = await recordChange(tx, {
      kind: "answer.withdrawn",
      actorId: acceptance.actorId,
      communityId: root.communityId,
      subjectId: answer.id,
      subjectIri: answer.iri,
      origin,
      facts: { rootId: root.id },
    });
    const community = await communityHome(tx.sql, root.communityId);
    const actor = await actorById(tx.sql, acceptance.actorId);
    const [choice] = await tx.sql<{ iri: string }[]>`select iri from activities where type = 'ChooseAnswer'
      and object_iri = ${answer.iri} order by created desc limit 1`;
    await spendChoices(tx, root.id, community.id);
    await sendPost(
      tx,
      {
        type: "Undo",
        post: answer,
        community,
        author: actor,
        changeId,
        objectIri: choice?.iri ?? answer.iri,
        facts: { undoes: "ChooseAnswer", object: answer.iri },
      },
      origin,
    );
  });
}

/** Earlier marks of the thread, and their undoing, no longer say anything: a reader of the log needs the last one only. */
async function spendChoices(tx: WriteContext, rootId: string, communityId: string): Promise<void> {
  await tx.sql`update log_entries e set state = 'spent' from posts p
    where e.community_id = ${communityId} and e.state = 'live' and e.type = 'ChooseAnswer'
      and p.iri = e.object_iri and p.root_id = ${rootId}`;
}
