import type { Change } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";

/** The longest that profile D.4 allows. */
const DAYS = 30;

/**
 * A membership in a closed community of this node ended: where it was the last one of its node, that node is asked to
 * erase what it holds (D-11). It is sent nothing more and may fetch nothing more from the moment the membership ended: that
 * is asked at each delivery and request. A consumer of the record: it happens once, whatever the process does.
 */
export async function askErasure(tx: WriteContext, change: Change): Promise<void> {
  if (change.kind !== "membership.ended" || change.communityId === null || change.subjectId === null) return;
  const community = await communityHome(tx.sql, change.communityId);
  if (!community.local || community.level !== "closed") return;
  const [node] = await tx.sql<{ peerId: string; iri: string; inbox: string }[]>`
    select p.id as "peerId", n.iri, n.inbox from memberships m join actors a on a.id = m.actor_id
    join peers p on p.id = a.peer_id and p.delivery_class = 'profile' join actors n on n.iri = p.node_iri and n.inbox is not null
    where m.id = ${change.subjectId} and not exists (select 1 from memberships o join actors b on b.id = o.actor_id
        where o.community_id = m.community_id and b.peer_id = p.id and b.deleted is null and o.state in ('active', 'suspended'))
      and not exists (select 1 from erasures e where e.community_id = m.community_id and e.peer_id = p.id
        and e.asked >= coalesce(m.decided, m.requested))`;
  if (!node) return;
  const until = new Date(tx.now.getTime() + DAYS * 86_400_000);
  const iri = await insertActivity(tx, {
    type: "Erase",
    actorIri: community.iri,
    objectIri: community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [node.iri],
    facts: { until: until.toISOString() },
  });
  await tx.sql`insert into erasures (iri, community_id, peer_id, asked, until)
    values (${iri}, ${community.id}, ${node.peerId}, ${tx.now}, ${until})`;
  await layLetter(tx, { activityIri: iri, inbox: node.inbox, communityId: community.id });
}
