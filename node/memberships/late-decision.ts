import { type Origin, recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { actorByIri } from "../people/actor.ts";

/**
 * A community elsewhere says that a decision of one of its facilitators here came second; they are told, with who had
 * decided where the community says so. `ignored`: not a decision that was sent from here to this community.
 */
export async function takeLateDecision(
  tx: WriteContext,
  late: { readonly groupIri: string; readonly decisionIri: string; readonly deciderIri: string | null },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const [sent] = await tx.sql<{ facilitatorId: string; membershipId: string; communityId: string }[]>`
    select f.id as "facilitatorId", m.id as "membershipId", v.community_id as "communityId"
    from activities v join actors f on f.iri = v.actor_iri and f.peer_id is null
    join memberships m on m.id::text = v.facts ->> 'membershipId' and m.community_id = v.community_id
    join communities c on c.id = v.community_id join actors g on g.id = c.actor_id and g.peer_id is not null
    where v.iri = ${late.decisionIri} and g.iri = ${late.groupIri} and v.type in ('Accept', 'Reject')`;
  if (!sent) return "ignored";
  const decider = late.deciderIri === null ? null : await actorByIri(tx.sql, late.deciderIri);
  await recordChange(tx, {
    kind: "membership.decided-already",
    actorId: decider?.id ?? null,
    communityId: sent.communityId,
    subjectId: sent.membershipId,
    subjectIri: late.decisionIri,
    origin,
    facts: { facilitatorId: sent.facilitatorId },
  });
  return "taken";
}
