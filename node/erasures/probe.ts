import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { loseHolding } from "../peers/closed.ts";
import { someOfOthers } from "../posts/shown.ts";
import { Outage, Refusal } from "../refusal.ts";

const AT_ONCE = 50;
/** Of so many posts a node is asked each time, of others the second time where there are more. */
const POSTS = 10;

interface Due {
  readonly iri: string;
  readonly peerId: string;
  readonly communityId: string;
  readonly origin: string;
  readonly asked: Date;
  readonly probes: number;
}

/**
 * Asks nodes that confirmed that they erased their copies of a closed community, signed, whether they still hold some of its posts,
 * and unsigned, whether they show them to anyone: once within a day, and once more a week later (profile D.4, G15). One that
 * does has lied, and loses all of them. It is asked nothing while it may hold copies again. A scheduled job calls it. Returns how
 * many lied.
 */
export async function probeErasures(ctx: NodeContext): Promise<number> {
  let lies = 0;
  for (const due of await listDue(ctx)) {
    const holds = await askHolds(ctx, due);
    if (holds !== null && (await settle(ctx, due, holds))) lies++;
  }
  return lies;
}

/** At hours that differ from node to node, as of receipts. */
function listDue({ sql, clock }: NodeContext): Promise<readonly Due[]> {
  const now = clock.now();
  return sql<Due[]>`
    select e.iri, e.peer_id as "peerId", e.community_id as "communityId", p.origin, e.asked, e.probes
    from erasures e join peers p on p.id = e.peer_id and p.state = 'accepted'
    where e.erased is not null and e.lied is null and e.probes < 2 and not ${mayHold(sql)} and case when e.probes = 0
      then e.answered + interval '1 hour' * (1 + ('x' || substr(md5(e.iri || p.origin), 1, 4))::bit(16)::int % 23)
      else e.probed + interval '7 days' end < ${now}
    order by md5(e.iri || p.origin || ${now.toISOString()}) limit ${AT_ONCE}`;
}

/** Whether the node of an erasure has members again and may hold copies. */
function mayHold(sql: Reader): Fragment {
  return sql`(p.holds_closed and p.closed_lost is null and exists (
    select 1 from memberships m join actors b on b.id = m.actor_id and b.peer_id = p.id and b.deleted is null
    where m.community_id = e.community_id and m.state in ('active', 'suspended')))`;
}

/** Null where nobody can say: it is away, or does not answer such questions. */
async function askHolds(ctx: NodeContext, due: Due): Promise<boolean | null> {
  const { origin, communityId, peerId, asked: before } = due;
  const seed = `${due.iri}${due.probes}`;
  const posts = await someOfOthers(ctx, { communityId, peerId, before, seed, limit: POSTS });
  try {
    for (const postIri of posts)
      for (const signed of [true, false])
        if (await ctx.ports.remote.shows(ctx, origin, { postIri, signed })) return true;
    return false;
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal) return null;
    throw error;
  }
}

function settle(ctx: NodeContext, due: Due, holds: boolean): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { iri, peerId, communityId } = due;
    const [row] = await tx.sql`
      select 1 from erasures e join peers p on p.id = e.peer_id
      where e.iri = ${iri} and e.lied is null and not ${mayHold(tx.sql)} for update of e, p`;
    // Whoever may hold copies again may well have them.
    if (!row) return false;
    await tx.sql`update erasures set probes = probes + 1, probed = ${tx.now}, lied = ${holds ? tx.now : null}
      where iri = ${iri}`;
    if (!holds) return false;
    if (!(await loseHolding(tx, { peerId, communityId, why: "lied" }))) await recordLie(tx, due.origin);
    return true;
  });
}

/** It may hold nothing as it is: there is nothing to take, but it is on record. */
async function recordLie(tx: WriteContext, subject: string): Promise<void> {
  const facts = { holds: false, why: "lied" };
  await recordAudit(tx, { kind: "peer.closed", accountId: null, subject, facts });
}
