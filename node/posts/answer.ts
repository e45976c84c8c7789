import { HERE, type Origin } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { spendEntries } from "../outbox/relay.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type PostRow, postById } from "./find.ts";
import { mayAccept } from "./policy.ts";
import { lastActivity, tellOfAct } from "./tell.ts";

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
    const { answer, root } = await questionOf(tx, acceptance);
    if (origin.road === "relay" && answer.state === "deleted") return clearChoice(tx, root);
    if (root.acceptedAnswerId === answer.id) return;
    const membership = await membershipOf(tx.sql, acceptance.actorId, root.communityId, "share");
    if (origin.road !== "relay")
      refuseUnless(mayAccept(root, answer, { id: acceptance.actorId, membership }));
    await tx.sql`update posts set accepted_answer_id = ${answer.id}, accepted_by = ${acceptance.actorId} where id = ${root.id}`;
    await spendChoices(tx, root);
    const act = {
      kind: "answer.accepted",
      actorId: acceptance.actorId,
      post: answer,
      facts: { rootId: root.id },
    } as const;
    // What stood before comes back when a community elsewhere does not take the choice.
    const facts = { before: root.acceptedAnswerId };
    await tellOfAct(tx, { ...act, wire: { type: "ChooseAnswer", facts } }, origin);
  });
}

/** Takes the acceptance back. Wire: Undo{ChooseAnswer} (profile C-08). Refuses `not-allowed`. */
export function withdrawAnswer(
  ctx: NodeContext | WriteContext,
  acceptance: Acceptance,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { answer, root } = await questionOf(tx, acceptance);
    if (root.acceptedAnswerId !== answer.id) return;
    const membership = await membershipOf(tx.sql, acceptance.actorId, root.communityId, "share");
    const standing = { ...answer, state: "accepted" };
    if (origin.road !== "relay")
      refuseUnless(mayAccept(root, standing, { id: acceptance.actorId, membership }));
    await tx.sql`update posts set accepted_answer_id = null, accepted_by = null where id = ${root.id}`;
    const choice = await lastActivity(tx, "ChooseAnswer", answer.iri);
    await spendChoices(tx, root);
    const act = {
      kind: "answer.withdrawn",
      actorId: acceptance.actorId,
      post: answer,
      facts: { rootId: root.id },
    } as const;
    const facts = { undoes: "ChooseAnswer", object: answer.iri };
    await tellOfAct(tx, { ...act, wire: { type: "Undo", objectIri: choice, facts } }, origin);
  });
}

/** An answer that is deleted or removed is accepted no more, also when it comes back. */
export async function unchoose(tx: WriteContext, answer: PostRow): Promise<void> {
  await tx.sql`update posts set accepted_answer_id = null, accepted_by = null where accepted_answer_id = ${answer.id}`;
}

/** What the log said of a removed answer it says no longer. Of a deleted one it stays: it took back an earlier choice. */
export async function spendChoiceOf(tx: WriteContext, answer: PostRow): Promise<void> {
  await spendEntries(tx, answer.communityId, answer.iri, { types: ["ChooseAnswer"] });
}

/** The answer was chosen at the community's home before it heard that its author had deleted it: nothing is chosen now. */
async function clearChoice(tx: WriteContext, root: PostRow): Promise<void> {
  await tx.sql`update posts set accepted_answer_id = null, accepted_by = null where id = ${root.id}`;
}

/** The reply and the first post of its thread, which is locked for the transaction. */
async function questionOf(
  tx: WriteContext,
  acceptance: Acceptance,
): Promise<{ answer: PostRow; root: PostRow }> {
  const answer = await postById(tx.sql, acceptance.postId);
  return { answer, root: await postById(tx.sql, answer.rootId ?? refuse("not-found"), "update") };
}

/** Earlier marks of the thread, and their undoing, no longer say anything: a reader of the log needs the last one only. */
async function spendChoices(tx: WriteContext, root: PostRow): Promise<void> {
  await tx.sql`update log_entries e set state = 'spent' from posts p
    where e.community_id = ${root.communityId} and e.state = 'live' and e.type = 'ChooseAnswer'
      and p.iri = e.object_iri and p.root_id = ${root.id}`;
}
