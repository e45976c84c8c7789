import { HERE, type Origin } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { type JoinRequest, joinCommunity } from "../memberships/join.ts";
import { type Membership, membershipOf } from "../memberships/read.ts";
import { actorById } from "../people/actor.ts";
import { usableInvitation, useInvitation } from "./settle.ts";

/**
 * Joins with an invitation (profile B.3). The community judges it: honoured once, for its target, before its end (B-06), and not by
 * whom a facilitator removed since; one that it does not honour counts for nothing, and the Join is one without. An invitation
 * into a closed community whose sender did not confirm a node that begins to hold copies becomes a request (B-17). Refuses as
 * joinCommunity does.
 */
export function joinByInvitation(
  ctx: NodeContext | WriteContext,
  join: Omit<JoinRequest, "invited">,
  invite: string,
  origin: Origin = HERE,
): Promise<Membership> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, join.communityId);
    if (!community.local)
      return joinCommunity(tx, { ...join, invited: { iri: invite, by: null, confirmed: false } }, origin);
    const { id: actorId, iri: actorIri } = await actorById(tx.sql, join.actorId);
    const invitation = await usableInvitation(tx, {
      iri: invite,
      communityId: community.id,
      actorId,
      actorIri,
    });
    const before = await membershipOf(tx.sql, actorId, community.id, "update");
    const removedSince =
      before?.removed != null && invitation !== null && before.removed > invitation.created;
    if (invitation === null || removedSince) return joinCommunity(tx, join, origin);
    const invited = { iri: invite, by: invitation.inviterId, confirmed: invitation.confirmed };
    const membership = await joinCommunity(tx, { ...join, invited }, origin);
    await useInvitation(tx, invitation, actorId);
    return membership;
  });
}
