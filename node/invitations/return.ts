import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { inboxOf } from "../visibility/audience.ts";
import { findInvitation } from "./rows.ts";
import { tellInviter } from "./settle.ts";
import type { Invitation } from "./types.ts";

/**
 * This node, which was to find the person of an address, gives the invitation back and says why: to the Group where the community
 * is elsewhere, which tells whoever invited. Whether somebody without a membership has an account is not told.
 */
export async function returnInvitation(tx: WriteContext, invitation: Invitation, why: string): Promise<void> {
  await tx.sql`update invitations set state = 'returned', why = ${why}, decided = ${tx.now} where id = ${invitation.id}`;
  const community = await communityHome(tx.sql, invitation.communityId);
  if (community.local) return tellInviter(tx, invitation, { accepted: false, why });
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) return;
  const iri = await insertActivity(tx, {
    type: "Reject",
    actorIri: tx.iris.node,
    objectIri: invitation.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { what: "invite", error: why },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}

/** The node that was to find the person of an address gives the invitation back to a community of this node. */
export async function takeReturn(
  tx: WriteContext,
  given: { readonly nodeIri: string; readonly iri: string; readonly why: string },
): Promise<"taken" | "ignored"> {
  const found = await findInvitation(tx.sql, { iri: given.iri }, "update");
  if (found?.state !== "pending" || found.nodeIri !== given.nodeIri) return "ignored";
  const community = await communityHome(tx.sql, found.communityId);
  if (!community.local) return "ignored";
  await returnInvitation(tx, found, given.why);
  return "taken";
}
