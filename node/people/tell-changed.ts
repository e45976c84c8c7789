import { HERE, recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { hasWritten } from "../posts/authors.ts";
import { belongsInPublic } from "./in-public.ts";

/** Records that a person's description changed, and tells connected nodes, so that it is the same everywhere. */
export async function personChanged(tx: WriteContext, actorId: string): Promise<void> {
  await recordChange(tx, { kind: "person.updated", actorId, subjectId: actorId, origin: HERE });
  await tellPeers(tx, actorId);
}

/** They read it again from its own address. Nobody is told of people who never took part in anything. */
async function tellPeers(tx: WriteContext, actorId: string): Promise<void> {
  const [person] = await tx.sql<{ iri: string }[]>`
    select a.iri from actors a where a.id = ${actorId} and a.peer_id is null and (${hasWritten(tx.sql, tx.sql`a.id`)}
      or ${belongsInPublic(tx.sql, tx.sql`a.id`)})`;
  if (!person) return;
  const peers = await tx.sql<{ node_iri: string; inbox: string }[]>`
    select p.node_iri, a.inbox from peers p join actors a on a.iri = p.node_iri where p.state = 'accepted' and a.inbox is not null`;
  if (peers.length === 0) return;
  const iri = await insertActivity(tx, {
    type: "Update",
    actorIri: person.iri,
    objectIri: person.iri,
    communityId: null,
    readers: "addressees",
    addressees: peers.map((peer) => peer.node_iri),
    facts: { what: "person" },
  });
  for (const peer of peers) await layLetter(tx, { activityIri: iri, inbox: peer.inbox, communityId: null });
}
