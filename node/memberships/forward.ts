import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { inboxOf } from "../visibility/audience.ts";

/** Lays an unlogged letter of the Group to each facilitator on another node. */
export async function tellFacilitatorsElsewhere(
  tx: WriteContext,
  community: CommunityHome,
  letter: {
    readonly type: "Announce";
    readonly objectIri: string;
    readonly facts: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const elsewhere = await tx.sql<{ id: string; iri: string }[]>`
    select a.id, a.iri from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${community.id} and m.state = 'active' and m.role <> 'member' and a.peer_id is not null`;
  for (const facilitator of elsewhere) {
    const inbox = await inboxOf(tx, facilitator.id);
    if (!inbox) continue;
    const iri = await insertActivity(tx, {
      type: letter.type,
      actorIri: community.iri,
      objectIri: letter.objectIri,
      communityId: community.id,
      readers: "addressees",
      addressees: [facilitator.iri],
      facts: { ...letter.facts, unlogged: true },
    });
    await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  }
}
