import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity } from "../outbox/emit.ts";

interface InviteActivity {
  readonly iri: string;
  readonly actorIri: string;
  /** Whom it is for: a person, or the node that finds the person of an address. */
  readonly toIri: string;
  readonly invitationId: string;
  readonly changeId?: string;
  /** As it came, where it was not made here. */
  readonly received: { readonly iri: string; readonly bytes: Uint8Array } | null;
}

/**
 * Writes the Invite of an invitation, for whom it is for and the Group alone (profile B.3). Of a hidden community none is made:
 * nobody is to be sent one.
 */
export async function insertInvite(
  tx: WriteContext,
  community: CommunityHome,
  { toIri, invitationId, received, ...activity }: InviteActivity,
): Promise<void> {
  if (community.level === "confidential") return;
  await insertActivity(tx, {
    ...activity,
    type: "Invite",
    objectIri: community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [toIri, community.iri],
    facts: { invitationId },
    ...(received ? { received: { iri: received.iri, bytes: received.bytes } } : {}),
  });
}
