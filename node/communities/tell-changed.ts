import type { WriteContext } from "../context.ts";
import { insertActivity, layDeliveries, type NewActivity } from "../outbox/emit.ts";

/**
 * Tells the nodes that read along that the counts of a local community changed, or who facilitates it: they read it
 * again from its own address. Lost while a node is away, because its hourly reading of the directory finds it too.
 */
export async function communityChanged(tx: WriteContext, communityId: string): Promise<void> {
  const [group] = await tx.sql<{ iri: string }[]>`
    update communities c set updated = ${tx.now} from actors g where c.id = ${communityId} and g.id = c.actor_id
      and g.peer_id is null and c.level <> 'confidential' returning g.iri`;
  const peers = await listReadingPeers(tx, communityId);
  if (!group || peers.length === 0) return;
  const hint: NewActivity = {
    type: "Update",
    actorIri: group.iri,
    objectIri: group.iri,
    communityId,
    readers: "addressees",
    addressees: peers.map((peer) => peer.node_iri),
    facts: { what: "group-changed" },
  };
  const activityIri = await insertActivity(tx, hint);
  const base = { activityIri, communityId, kind: "relay", form: "activity", seq: null } as const;
  await layDeliveries(
    tx,
    peers.map(({ inbox }) => ({ ...base, inbox })),
  );
}

/** Connected nodes of the profile with a member or a follower, and with no such hint on its way: they read once for many. */
async function listReadingPeers(
  tx: WriteContext,
  communityId: string,
): Promise<readonly { node_iri: string; inbox: string }[]> {
  return tx.sql`
    select p.node_iri, n.inbox from peers p join actors n on n.iri = p.node_iri
    where p.state = 'accepted' and p.delivery_class = 'profile' and n.inbox is not null and exists (
      select 1 from actors a where a.peer_id = p.id and (
        exists (select 1 from memberships m where m.actor_id = a.id and m.community_id = ${communityId} and m.state in ('active', 'suspended'))
        or exists (select 1 from follows f where f.actor_id = a.id and f.community_id = ${communityId} and f.state = 'active')))
      and not exists (select 1 from (
          select activity_iri from deliveries where origin = p.origin and failed is null order by id desc limit 200) d
        join activities v on v.iri = d.activity_iri
        where v.community_id = ${communityId} and v.facts ->> 'what' = 'group-changed')`;
}
