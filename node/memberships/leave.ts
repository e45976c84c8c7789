import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { countMembers } from "./grant.ts";
import { mayStepDown } from "./policy.ts";
import { countFacilitators, type Membership, membershipOf } from "./read.ts";

/**
 * Ends a membership, or withdraws a request that waits. What was written stays. Leaving twice is no error.
 * Refuses `last-facilitator`. Wire: Undo{Follow} for open communities, Leave for the others (profile B.4).
 */
export function leaveCommunity(
  ctx: NodeContext | WriteContext,
  leaving: { actorId: string; communityId: string },
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const membership = await membershipOf(tx.sql, leaving.actorId, leaving.communityId, "update");
    if (!membership || membership.state === "ended" || membership.state === "refused") return;
    if (membership.state === "active" && origin.road !== "relay") {
      refuseUnless(mayStepDown(membership, await countFacilitators(tx.sql, leaving.communityId)));
    }
    await tx.sql`update memberships set state = 'ended', ended = ${tx.now}, role = 'member' where id = ${membership.id}`;
    await countMembers(tx, leaving.communityId);
    await recordChange(tx, {
      kind: membership.state === "requested" ? "membership.withdrawn" : "membership.ended",
      actorId: leaving.actorId,
      communityId: leaving.communityId,
      subjectId: membership.id,
      origin,
    });
    if (origin.road === "here") await tellHome(tx, membership);
  });
}

/** Tells a community elsewhere that somebody here is no member any more; nothing in a local one. */
export async function tellHome(tx: WriteContext, membership: Membership): Promise<void> {
  const community = await communityHome(tx.sql, membership.communityId);
  const person = await actorById(tx.sql, membership.actorId);
  const inbox = community.local ? null : await inboxOf(tx, community.actorId);
  if (!inbox) return;
  const type = community.level === "open" ? "Undo" : "Leave";
  const iri = await insertActivity(tx, {
    type,
    actorIri: person.iri,
    objectIri: type === "Undo" ? membership.requestIri : community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { undoes: "Follow", object: community.iri, membershipId: membership.id },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
