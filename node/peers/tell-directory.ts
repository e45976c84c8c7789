import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";

/** Says to every connected node that the directory here changed, so that they read it again at once (resolution 17). */
export async function tellDirectoryChanged(tx: WriteContext): Promise<void> {
  const peers = await tx.sql<{ node_iri: string; inbox: string }[]>`
    select p.node_iri, a.inbox from peers p join actors a on a.iri = p.node_iri where p.state = 'accepted' and a.inbox is not null`;
  for (const peer of peers) {
    const iri = await insertActivity(tx, {
      type: "Update",
      actorIri: tx.iris.node,
      objectIri: `${tx.iris.node}/communities`,
      communityId: null,
      readers: "addressees",
      addressees: [peer.node_iri],
      facts: { what: "directory" },
    });
    await layLetter(tx, { activityIri: iri, inbox: peer.inbox, communityId: null });
  }
}
