import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { inboxOf } from "../visibility/audience.ts";

/**
 * Confirms to the Group of a community elsewhere, once and signed by this node, that a removal in its log is obeyed here:
 * what it removed is shown no more, or was never here.
 */
export async function sendReceipt(
  tx: WriteContext,
  removal: { readonly iri: string; readonly community: CommunityHome },
): Promise<void> {
  const { iri: objectIri, community } = removal;
  const inbox = community.local ? null : await inboxOf(tx, community.actorId);
  if (inbox === null) return;
  const [sent] = await tx.sql`
    select 1 from activities where object_iri = ${objectIri} and type = 'Accept' and actor_iri = ${tx.iris.node}`;
  if (sent) return;
  const iri = await insertActivity(tx, {
    type: "Accept",
    actorIri: tx.iris.node,
    objectIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { what: "receipt" },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
