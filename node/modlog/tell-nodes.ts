import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { inboxOf } from "../visibility/audience.ts";
import { mayHoldClosed } from "../visibility/holders.ts";

/**
 * Tells every other node with members of the community (of a closed one, that holds copies), or with one of its facilitators,
 * that it was opened or exported: an unlogged letter of the Group to the node, which shows it to its members. Of a hidden
 * community nothing is sent.
 */
export async function tellNodes(
  tx: WriteContext,
  {
    community,
    facts,
  }: { readonly community: CommunityHome; readonly facts: Readonly<Record<string, string>> },
): Promise<void> {
  if (community.level === "confidential") return;
  const closed = community.level === "closed";
  const nodes = await tx.sql<{ id: string; iri: string }[]>`
    select distinct n.id, n.iri from memberships m join actors a on a.id = m.actor_id and a.deleted is null
      join peers p on p.id = a.peer_id join actors n on n.iri = p.node_iri
    where m.community_id = ${community.id} and ((m.state = 'active' and m.role <> 'member')
      or (m.state in ('active', 'suspended') and (not ${closed} or ${mayHoldClosed(tx.sql)})))
      and p.delivery_class = 'profile'
    order by n.iri`;
  for (const node of nodes) {
    const inbox = await inboxOf(tx, node.id);
    if (inbox === null) continue;
    const activityIri = await insertActivity(tx, {
      type: "View",
      actorIri: community.iri,
      objectIri: community.iri,
      communityId: community.id,
      readers: "addressees",
      addressees: [node.iri],
      facts,
    });
    await layLetter(tx, { activityIri, inbox, communityId: community.id });
  }
}
