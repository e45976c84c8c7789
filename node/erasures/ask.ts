import type { Change } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";

/** The longest that profile D.4 allows. */
const DAYS = 30;

/**
 * A membership in a closed community of this node ended: where it was the last one of its node, that node is asked to
 * erase what it holds (D-11); the same of all its communities, where a node may no longer hold copies (D-13). It is sent nothing more and may fetch nothing more from the moment the membership ended: that
 * is asked at each delivery and request. A consumer of the record: it happens once, whatever the process does.
 */
export async function askErasure(tx: WriteContext, change: Change): Promise<void> {
  const { kind, subjectId, facts } = change;
  if (subjectId === null) return;
  // Whoever was silent may come back and obey; what a liar keeps is asked back.
  if (kind === "peer.closed-withdrawn" || (kind === "peer.lost-closed" && facts.why === "lied"))
    return askOfAll(tx, subjectId, change.happened);
  if (kind !== "membership.ended" || change.communityId === null) return;
  const community = await communityHome(tx.sql, change.communityId);
  if (!community.local || community.level !== "closed") return;
  const [node] = await tx.sql<AskedNode[]>`
    select p.id as "peerId", n.iri, n.inbox from memberships m join actors a on a.id = m.actor_id
    join peers p on p.id = a.peer_id and p.delivery_class = 'profile' join actors n on n.iri = p.node_iri and n.inbox is not null
    where m.id = ${subjectId} and not exists (select 1 from memberships o join actors b on b.id = o.actor_id
        where o.community_id = m.community_id and b.peer_id = p.id and b.deleted is null and o.state in ('active', 'suspended'))
      and not exists (select 1 from erasures e where e.community_id = m.community_id and e.peer_id = p.id
        and e.asked >= ${change.happened})`;
  if (node) await ask(tx, community, node);
}

/**
 * A node may no longer hold copies of closed communities of this one, by its administrator's word or since it lied (D-13): it
 * is asked to erase what it holds of each that somebody of it is a member of; where it has no member it was asked when the
 * last one went. Marked again, it brings everything anew.
 */
async function askOfAll(tx: WriteContext, peerId: string, since: Date): Promise<void> {
  const rows = await tx.sql<Asked[]>`
    select distinct on (c.id) c.id, g.iri as "groupIri", p.id as "peerId", n.iri, n.inbox
    from communities c join actors g on g.id = c.actor_id and g.peer_id is null join memberships m on m.community_id = c.id
      and m.state in ('active', 'suspended') join actors a on a.id = m.actor_id and a.deleted is null and a.peer_id = ${peerId}
    join peers p on p.id = a.peer_id and p.delivery_class = 'profile' join actors n on n.iri = p.node_iri and n.inbox is not null
    where c.level = 'closed' and not (p.holds_closed and p.closed_lost is null) and not exists (select 1 from erasures e
      where e.community_id = c.id and e.peer_id = p.id and e.asked >= ${since})`;
  for (const { id, groupIri, ...node } of rows) await ask(tx, { id, iri: groupIri }, node);
}

interface AskedNode {
  readonly peerId: string;
  readonly iri: string;
  readonly inbox: string;
}

interface Asked extends AskedNode {
  readonly id: string;
  readonly groupIri: string;
}

async function ask(
  tx: WriteContext,
  community: { readonly id: string; readonly iri: string },
  node: AskedNode,
): Promise<void> {
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
