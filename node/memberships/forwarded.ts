import { type Origin, recordChange } from "../changes/record.ts";
import { communityByIri } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { actorByIri } from "../people/actor.ts";
import { findMembership } from "./read.ts";

/**
 * A community elsewhere forwards a request to its facilitators on this node (resolution 5): kept so that they can
 * decide. Ignored where nobody here facilitates it, and for requests known already.
 */
export async function takeForwardedRequest(
  tx: WriteContext,
  request: { groupIri: string; personIri: string; requestIri: string; words: string },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const community = await communityByIri(tx.sql, request.groupIri);
  const person = await actorByIri(tx.sql, request.personIri);
  if (!community || community.local || person?.kind !== "person") return "ignored";
  const [ours] = await tx.sql`select 1 from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${community.id} and m.state = 'active' and m.role <> 'member' and a.peer_id is null`;
  if (!ours) return "ignored";
  if (await findMembership(tx.sql, { requestIri: request.requestIri })) return "taken";
  const [row] = await tx.sql<{ id: string }[]>`
    insert into memberships (community_id, actor_id, state, words, requested, request_iri)
    values (${community.id}, ${person.id}, 'requested', ${request.words}, ${tx.now}, ${request.requestIri})
    on conflict (community_id, actor_id) do update set state = 'requested', words = excluded.words, requested = excluded.requested,
      request_iri = excluded.request_iri, decided = null, decided_by = null where memberships.state not in ('active', 'suspended')
    returning id`;
  if (!row) return "ignored";
  await recordChange(tx, {
    kind: "membership.requested",
    actorId: person.id,
    communityId: community.id,
    subjectId: row.id,
    origin,
  });
  return "taken";
}

/**
 * The community's decision, told to its facilitators: the request is closed here too, with who decided where the
 * community says so. The member's own node may have closed it before, by the answer that it got.
 */
export async function takeForwardedAnswer(
  tx: WriteContext,
  answer: {
    groupIri: string;
    requestIri: string;
    accepted: boolean;
    words: string;
    deciderIri: string | null;
  },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const membership = await findMembership(tx.sql, { requestIri: answer.requestIri }, "update");
  const community = await communityByIri(tx.sql, answer.groupIri);
  if (!membership || community?.id !== membership.communityId || community.local) return "ignored";
  const decider = answer.deciderIri === null ? null : await actorByIri(tx.sql, answer.deciderIri);
  if (membership.state !== "requested") {
    await tx.sql`update memberships set decided_by = coalesce(decided_by, ${decider?.id ?? null})
      where id = ${membership.id} and state in ('active', 'refused')`;
    return "taken";
  }
  const state = answer.accepted ? "active" : "refused";
  await tx.sql`update memberships set state = ${state}, decided = ${tx.now}, reason = ${answer.words},
    decided_by = ${decider?.id ?? null}, removed = case when ${answer.accepted} then null else removed end
    where id = ${membership.id}`;
  await recordChange(tx, {
    kind: answer.accepted ? "membership.granted" : "membership.declined",
    actorId: decider?.id ?? null,
    communityId: membership.communityId,
    subjectId: membership.id,
    origin,
    facts: { asked: true, forwarded: true },
  });
  return "taken";
}
