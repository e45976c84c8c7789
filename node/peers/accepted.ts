import type { WriteContext } from "../context.ts";
import type { Peer } from "./read.ts";

/**
 * Begins a connection: the councils that the peer serves are accepted as its own (so that their people's council is
 * shown as verified), and its directory is read at once.
 */
export async function welcomePeer(tx: WriteContext, peer: Peer): Promise<void> {
  for (const council of peer.councils) {
    const [known] =
      council.registerId === null
        ? []
        : await tx.sql<{ id: string; local: boolean }[]>`
      select id, local from organisations where register_id = ${council.registerId}`;
    // A council of this node is never another node's to speak for.
    if (known?.local) continue;
    await tx.sql`
      insert into organisations (register_id, name, name_cy, own, local, peer_id, accepted, created)
      values (${council.registerId}, ${council.name}, ${council.nameCy}, ${council.own}, false, ${peer.id}, true, ${tx.now})
      on conflict (register_id) do update set name = excluded.name, name_cy = excluded.name_cy, own = excluded.own,
        peer_id = excluded.peer_id, accepted = true where not organisations.local`;
  }
  await tx.sql`
    update actors a set organisation_id = o.id from organisations o
    where a.peer_id = ${peer.id} and o.peer_id = ${peer.id} and o.accepted and a.organisation_claim = o.register_id`;
  await tx.sql`update peers set directory_due = ${tx.now} where id = ${peer.id}`;
  tx.afterCommit(() => tx.wake("changes"));
}
