import { endTokens } from "../accounts/tokens.ts";
import { recordAudit } from "../audit/record.ts";
import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { announceTo } from "./bring.ts";
import { findInvitation } from "./rows.ts";
import type { Invitation } from "./types.ts";

/**
 * A facilitator takes an invitation back that waits, their own or a colleague's (profile B.3, Undo{Invite}); one that has ended
 * stays as it is. In a community elsewhere it is `sent` to the Group, which tells the invited person's node. Refuses
 * `not-found`, `not-allowed`.
 */
export function withdrawInvitation(
  ctx: NodeContext | WriteContext,
  withdrawal: { readonly byId: string; readonly communityId: string; readonly invitationId: string },
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const found = await findInvitation(tx.sql, { id: withdrawal.invitationId }, "update");
    if (found === null || found.communityId !== withdrawal.communityId) refuse("not-found");
    const community = await communityHome(tx.sql, found.communityId);
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, withdrawal.byId, community.id, "share")));
    if (found.state !== "pending") return "done";
    const by = await actorById(tx.sql, withdrawal.byId);
    await endGuestLink(tx, found);
    await tx.sql`update invitations set state = 'withdrawn', decided = ${tx.now}, address = null where id = ${found.id}`;
    await recordChange(tx, {
      kind: "invitation.withdrawn",
      actorId: by.id,
      communityId: community.id,
      subjectId: found.id,
      origin,
    });
    await recordAudit(tx, {
      kind: "community-invitation.withdrawn",
      accountId: null,
      actorIri: by.iri,
      subject: found.id,
      facts: { communityId: community.id },
    });
    return passOn(tx, { found, community, by }, origin);
  });
}

/** The link that would have made a guest of the address makes none any more. */
async function endGuestLink(tx: WriteContext, { address, inviterId }: Invitation): Promise<void> {
  const [inviter] = await tx.sql<{ id: string }[]>`select id from accounts where actor_id = ${inviterId}`;
  if (address !== null && inviter)
    await endTokens(tx, { purpose: "invite", email: address, accountId: inviter.id });
}

interface Withdrawing {
  readonly found: Invitation;
  readonly community: CommunityHome;
  readonly by: ActorRef;
}

async function passOn(
  tx: WriteContext,
  { found, community, by }: Withdrawing,
  origin: Origin,
): Promise<"done" | "sent"> {
  const target = await targetOf(tx, found);
  // Nobody elsewhere knows of it.
  if (community.local && (target === null || target.local)) return "done";
  const undo = await insertActivity(tx, {
    type: "Undo",
    actorIri: by.iri,
    objectIri: found.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [...(target === null ? [] : [target.iri]), community.iri],
    facts: { undoes: "Invite", object: community.iri },
    ...(origin.road === "letter"
      ? { received: { iri: origin.activity.iri, bytes: origin.activity.bytes } }
      : {}),
  });
  if (community.local) {
    if (target !== null) await announceTo(tx, community, { person: target, objectIri: undo });
    return "done";
  }
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  await layLetter(tx, { activityIri: undo, inbox, communityId: community.id });
  return "sent";
}

/** Whose node got it: the person's, or that of a council that looks for the address. */
async function targetOf(
  tx: WriteContext,
  { inviteeId, nodeIri }: Invitation,
): Promise<{ id: string; iri: string; local: boolean } | null> {
  const [row] = await tx.sql<{ id: string; iri: string; local: boolean }[]>`
    select id, iri, peer_id is null as local from actors where id = ${inviteeId} or (${inviteeId}::uuid is null and iri = ${nodeIri})`;
  return row ?? null;
}
