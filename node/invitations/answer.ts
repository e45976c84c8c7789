import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import type { Membership } from "../memberships/read.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { joinByInvitation } from "./join.ts";
import { findInvitation } from "./rows.ts";
import { tellInviter } from "./settle.ts";
import type { Invitation } from "./types.ts";

export interface InvitationAnswer {
  /** The invited person, of this node. */
  readonly actorId: string;
  readonly invitationId: string;
}

/**
 * The invited person joins: at once in a community of this node; one elsewhere is asked with a Join that names the invitation.
 * Refuses `not-found` (not theirs), `used`, `expired` (also withdrawn), and as joinCommunity does.
 */
export function acceptInvitation(
  ctx: NodeContext | WriteContext,
  answer: InvitationAnswer,
): Promise<Membership> {
  return inTransaction(ctx, async (tx) => {
    const invitation = await findOwn(tx, answer);
    const { communityId, iri } = invitation;
    const membership = await joinByInvitation(tx, { actorId: answer.actorId, communityId }, iri);
    await tx.sql`update invitations set state = 'accepted', decided = ${tx.now}, address = null
      where id = ${invitation.id} and state = 'pending'`;
    await recordAnswer(tx, invitation, { actorId: answer.actorId, origin: HERE });
    return membership;
  });
}

/** The invited person declines. Wire: Reject of the Invite, to the Group. Refuses `not-found`, `used`, `expired`. */
export function declineInvitation(ctx: NodeContext | WriteContext, answer: InvitationAnswer): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const invitation = await findOwn(tx, answer);
    const community = await communityHome(tx.sql, invitation.communityId);
    await endDeclined(tx, invitation, { actorId: answer.actorId, origin: HERE });
    const inbox = community.local ? null : await inboxOf(tx, community.actorId);
    if (!inbox) return;
    const person = await actorById(tx.sql, answer.actorId);
    const reject = await insertActivity(tx, {
      type: "Reject",
      actorIri: person.iri,
      objectIri: invitation.iri,
      communityId: community.id,
      readers: "addressees",
      addressees: [community.iri],
      facts: { what: "invite", error: null },
    });
    await layLetter(tx, { activityIri: reject, inbox, communityId: community.id });
  });
}

/** Somebody elsewhere declines an invitation to a local community. `ignored` unless it is theirs and pending. */
export async function takeDecline(
  tx: WriteContext,
  decline: { readonly actorId: string; readonly iri: string },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const invitation = await findInvitation(tx.sql, { iri: decline.iri }, "update");
  if (invitation?.state !== "pending") return "ignored";
  const person = await actorById(tx.sql, decline.actorId);
  const node = invitation.nodeIri === null ? null : originOf(invitation.nodeIri);
  const theirs =
    invitation.inviteeId === null ? node === originOf(person.iri) : invitation.inviteeId === person.id;
  if (!theirs) return "ignored";
  const community = await communityHome(tx.sql, invitation.communityId);
  if (!community.local) return "ignored";
  await endDeclined(tx, invitation, { actorId: decline.actorId, origin });
  return "taken";
}

interface By {
  readonly actorId: string;
  readonly origin: Origin;
}

async function endDeclined(tx: WriteContext, invitation: Invitation, by: By): Promise<void> {
  await tx.sql`update invitations set state = 'declined', decided = ${tx.now}, address = null where id = ${invitation.id}`;
  await recordAnswer(tx, invitation, by);
  await tellInviter(tx, invitation, { accepted: false, why: null });
}

async function recordAnswer(tx: WriteContext, invitation: Invitation, by: By): Promise<void> {
  await recordChange(tx, {
    kind: "invitation.answered",
    actorId: by.actorId,
    communityId: invitation.communityId,
    subjectId: invitation.id,
    origin: by.origin,
  });
}

async function findOwn(tx: WriteContext, answer: InvitationAnswer): Promise<Invitation> {
  const found = await findInvitation(tx.sql, { id: answer.invitationId }, "update");
  if (found === null || found.inviteeId !== answer.actorId || found.arrived === null) refuse("not-found");
  if (found.state === "accepted" || found.state === "declined") refuse("used", { link: "invitation" });
  if (found.state !== "pending" || found.ends <= tx.now) refuse("expired", { link: "invitation" });
  return found;
}
