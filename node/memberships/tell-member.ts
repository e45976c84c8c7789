import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import type { ActorRef } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";

/** Tells the member's own node what their grant says now: `Update{Relationship}` (profile B.4). Nothing for people of this node, nor of a hidden community. */
export async function sendGrant(
  tx: WriteContext,
  { community, person }: { readonly community: CommunityHome; readonly person: ActorRef },
  membership: { readonly id: string; readonly grantIri: string | null },
): Promise<void> {
  if (community.level === "confidential") return;
  const inbox = person.local ? null : await inboxOf(tx, person.id);
  if (!inbox || membership.grantIri === null || !(await speaksProfile(tx, person))) return;
  const iri = await insertActivity(tx, {
    type: "Update",
    actorIri: community.iri,
    objectIri: membership.grantIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [person.iri],
    facts: { what: "grant", membershipId: membership.id },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}

/** Whether a person's node speaks the profile; people of this node count as such. */
export async function speaksProfile(tx: WriteContext, person: ActorRef): Promise<boolean> {
  if (person.local) return true;
  const [row] = await tx.sql`select 1 from peers where id = ${person.peerId} and delivery_class = 'profile'`;
  return row !== undefined;
}
