import { type Origin, recordChange } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import type { ActorRef } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";

/**
 * The community (local) brings an invitation to whom it is for: a notice to somebody of this node, else an unlogged Announce to
 * their inbox and no other (B-07). Refuses `not-connected` where that node may not be written to.
 */
export async function bringToPerson(
  tx: WriteContext,
  bringing: {
    readonly invitationId: string;
    readonly community: CommunityHome;
    readonly person: ActorRef;
  },
  origin: Origin,
): Promise<void> {
  const { invitationId, community, person } = bringing;
  if (person.local) return noteInvited(tx, bringing, origin);
  const [invite] = await tx.sql<{ iri: string }[]>`select iri from invitations where id = ${invitationId}`;
  await announceTo(tx, community, { person, objectIri: invite?.iri ?? refuse("not-found") });
}

/** From now on the invited person of this node may know of it, and is told. */
export async function noteInvited(
  tx: WriteContext,
  about: { readonly invitationId: string; readonly community: Pick<CommunityHome, "id"> },
  origin: Origin,
): Promise<void> {
  const [row] = await tx.sql<{ inviterId: string }[]>`
    update invitations set arrived = ${tx.now} where id = ${about.invitationId} and arrived is null
    returning inviter_id as "inviterId"`;
  if (!row) return;
  await recordChange(tx, {
    kind: "invitation.arrived",
    actorId: row.inviterId,
    communityId: about.community.id,
    subjectId: about.invitationId,
    origin,
  });
}

/** Lays an unlogged Announce of the Group for one person of another node. */
export async function announceTo(
  tx: WriteContext,
  community: CommunityHome,
  to: { readonly person: Pick<ActorRef, "id" | "iri">; readonly objectIri: string },
): Promise<void> {
  const inbox = await inboxOf(tx, to.person.id);
  if (!inbox) refuse("not-connected", { field: "person", home: new URL(to.person.iri).host });
  const iri = await insertActivity(tx, {
    type: "Announce",
    actorIri: community.iri,
    objectIri: to.objectIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [to.person.iri],
    facts: { unlogged: true },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
