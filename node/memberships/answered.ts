import { type Origin, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { noteHome } from "../logs/applied.ts";
import { keepProof, settlePresented } from "./proofs.ts";
import { findMembership, type Membership } from "./read.ts";

export interface GroupAnswer {
  readonly groupIri: string;
  /** The Follow or Join that is answered. */
  readonly requestIri: string;
  readonly accepted: boolean;
  readonly grantIri: string | null;
  readonly words: string;
  /** The facilitator who decided, where this node knows them. */
  readonly decidedBy?: string | null;
  /** Its bytes as they came, with the proof of the Group, where it came from there. */
  readonly proof?: Uint8Array;
}

/**
 * The answer of a community elsewhere to something this node asked (or that one of its facilitators decides).
 * Only an answer by the Group that was asked, to a request that was made, has effect (A38, A39); anything else is
 * `ignored`. A later Reject of an accepted request ends the membership: that is how a Group removes someone.
 */
export function takeAnswer(
  ctx: NodeContext | WriteContext,
  answer: GroupAnswer,
  origin: Origin,
): Promise<"taken" | "ignored"> {
  return inTransaction(ctx, async (tx) => {
    const follow = await answerFollow(tx, answer);
    const membership = await findMembership(tx.sql, { requestIri: answer.requestIri }, "update");
    if (!membership) return follow;
    const [group] = await tx.sql`select 1 from communities c join actors a on a.id = c.actor_id
      where c.id = ${membership.communityId} and a.iri = ${answer.groupIri} and a.peer_id is not null`;
    if (!group) return "ignored";
    if (answer.accepted && membership.state === "active") {
      await keepAccept(tx, membership, answer);
      return "taken";
    }
    if (answer.accepted && membership.state !== "requested") return "ignored";
    const member = membership.state === "active" || membership.state === "suspended";
    if (!answer.accepted && membership.state !== "requested" && !member) return "ignored";
    const presented = await settlePresented(tx, membership.id, answer.accepted);
    const ended = !answer.accepted && (member || presented);
    const state = answer.accepted ? "active" : ended ? "ended" : "refused";
    await tx.sql`update memberships set state = ${state}, decided = ${tx.now}, reason = ${answer.words},
      grant_iri = coalesce(${answer.grantIri}, grant_iri), decided_by = ${answer.decidedBy ?? null},
      ended = ${ended ? tx.now : null}, removed = ${answer.accepted ? null : membership.removed} where id = ${membership.id}`;
    await recordChange(tx, {
      kind: answer.accepted ? "membership.granted" : ended ? "membership.ended" : "membership.declined",
      actorId: answer.decidedBy ?? null,
      communityId: membership.communityId,
      subjectId: membership.id,
      origin,
      facts: { asked: membership.words !== "" || answer.decidedBy != null },
    });
    if (answer.accepted) await keepAccept(tx, membership, answer);
    if (answer.accepted) await noteHome(tx, answer.groupIri);
    if (answer.accepted) await wantLog(tx, membership.communityId);
    return "taken";
  });
}

/** What is kept of an Accept: only one that carries a grant can be presented again. */
async function keepAccept(tx: WriteContext, membership: Membership, answer: GroupAnswer): Promise<void> {
  if (answer.proof && answer.grantIri !== null) await keepProof(tx, membership, answer.proof);
}

async function answerFollow(tx: WriteContext, answer: GroupAnswer): Promise<"taken" | "ignored"> {
  const [follow] = await tx.sql<{ id: string; community_id: string }[]>`
    update follows f set state = ${answer.accepted ? "active" : "refused"}
    from communities c join actors a on a.id = c.actor_id
    where f.follow_iri = ${answer.requestIri} and c.id = f.community_id and a.iri = ${answer.groupIri}
      and a.peer_id is not null and f.state in ('requested', 'active')
    returning f.id, f.community_id`;
  if (!follow) return "ignored";
  if (answer.accepted) await wantLog(tx, follow.community_id);
  return "taken";
}

/** Whoever is the first here to follow or join, or the first again, gets what was discussed without them. */
async function wantLog(tx: WriteContext, communityId: string): Promise<void> {
  await tx.sql`
    update communities set history_state = 'wanted' where id = ${communityId} and (history_state = 'none'
      or (history_state = 'complete' and 1 >= (
        select count(*) from (
          select f.actor_id from follows f where f.community_id = ${communityId} and f.state = 'active'
          union all select m.actor_id from memberships m where m.community_id = ${communityId} and m.state = 'active') one
        join actors a on a.id = one.actor_id where a.peer_id is null)))`;
  tx.afterCommit(() => tx.wake("changes"));
}
