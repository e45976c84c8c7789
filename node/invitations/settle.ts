import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { inboxOf } from "../visibility/audience.ts";
import { mayHonour } from "./policy.ts";
import { findInvitation } from "./rows.ts";
import type { Invitation } from "./types.ts";

/** The invitation that a Join names, held until it is used, where the community (local) honours it (B-06); else null. */
export async function usableInvitation(
  tx: WriteContext,
  by: {
    readonly iri: string;
    readonly communityId: string;
    readonly actorId: string;
    readonly actorIri: string;
  },
): Promise<Invitation | null> {
  const found = await findInvitation(tx.sql, { iri: by.iri }, "update");
  if (found === null) return null;
  const node = found.nodeIri === null ? null : originOf(found.nodeIri);
  const who = { actorId: by.actorId, origin: originOf(by.actorIri) ?? "", communityId: by.communityId };
  return mayHonour({ ...found, node }, who, tx.now).ok ? found : null;
}

/** The invitation is used up, by this person; whoever made it at another node is told. */
export async function useInvitation(
  tx: WriteContext,
  invitation: Invitation,
  actorId: string,
): Promise<void> {
  await tx.sql`update invitations set state = 'accepted', decided = ${tx.now}, invitee_id = ${actorId}, address = null
    where id = ${invitation.id} and state = 'pending'`;
  await tellInviter(tx, invitation, { accepted: true, why: null });
}

/** The community (local) tells the inviter's node what became of an invitation; nothing where that is this node. */
export async function tellInviter(
  tx: WriteContext,
  invitation: Pick<Invitation, "iri" | "communityId" | "inviterId">,
  outcome: { readonly accepted: boolean; readonly why: string | null },
): Promise<void> {
  const community = await communityHome(tx.sql, invitation.communityId);
  const inbox = community.local ? await inboxOf(tx, invitation.inviterId) : null;
  if (!inbox) return;
  const [inviter] = await tx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${invitation.inviterId}`;
  const iri = await insertActivity(tx, {
    type: outcome.accepted ? "Accept" : "Reject",
    actorIri: community.iri,
    objectIri: invitation.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: inviter ? [inviter.iri] : [],
    facts: { what: "invite", error: outcome.why },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
