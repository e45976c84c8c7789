import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { invitePerson, type PersonInvite } from "../invitations/invite.ts";
import { actorById } from "../people/actor.ts";
import { inviteElsewhere } from "./invite.ts";

/**
 * A facilitator of this node invites somebody to a community, by the way that its level asks for: to a hidden one here somebody
 * of another node by reference, so that their node is told nothing but that something waits; anyone else as invitePerson does.
 * Refuses as those two do.
 */
export function inviteAnybody(ctx: NodeContext, invite: PersonInvite): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const { inviterId: facilitatorId, communityId, personId, confirmed = false } = invite;
    const community = await communityHome(tx.sql, communityId);
    const person = await actorById(tx.sql, personId);
    if (!community.local || community.level !== "confidential" || person.local)
      return invitePerson(tx, invite);
    await inviteElsewhere(tx, { facilitatorId, communityId, personId, confirmed });
    return "done";
  });
}
