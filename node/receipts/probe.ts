import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { loseHolding } from "../peers/closed.ts";
import { Outage, Refusal } from "../refusal.ts";

const AT_ONCE = 50;

/** Whether a post is removed at this moment (node/posts). */
export type IsRemoved = (tx: WriteContext, postIri: string) => Promise<boolean>;

interface Due {
  readonly removal: string;
  readonly peerId: string;
  readonly communityId: string;
  readonly origin: string;
  readonly postIri: string;
  readonly closed: boolean;
}

/**
 * Asks nodes that confirmed a removal, signed, what they now show their members of what was removed: once within a day, at
 * an hour that differs from receipt to receipt, and once more a week later (G15). A node that still shows it, or shows it of
 * a closed community to whoever asks unsigned, has lied. One that is away is asked again at the next round. A scheduled
 * job calls it. Returns how many lied.
 */
export async function probeReceipts(ctx: NodeContext, isRemoved: IsRemoved): Promise<number> {
  let lies = 0;
  for (const due of await listDue(ctx)) {
    const shown = await askShown(ctx, due);
    if (shown !== null && (await settle(ctx, { ...due, shown }, isRemoved))) lies++;
  }
  return lies;
}

/** The first an hour later at the earliest, a day at the latest; in no order, so that nodes that are away keep nobody waiting. */
async function listDue(ctx: NodeContext): Promise<readonly Due[]> {
  const { sql } = ctx;
  const now = ctx.clock.now();
  return sql<Due[]>`
    select r.removal_iri as removal, r.peer_id as "peerId", r.community_id as "communityId", p.origin,
      m.post_iri as "postIri", c.closed
    from removal_receipts r join peers p on p.id = r.peer_id and p.state = 'accepted' and p.delivery_class = 'profile'
    join communities c on c.id = r.community_id
    join moderation_acts m on m.activity_iri = r.removal_iri and m.community_id = r.community_id
    where r.confirmed is not null and r.lied is null and r.probes < 2 and case when r.probes = 0
      then r.confirmed + interval '1 hour' * (1 + ('x' || substr(md5(r.removal_iri || p.origin), 1, 4))::bit(16)::int % 23)
      else r.probed + interval '7 days' end < ${now}
    order by md5(r.removal_iri || p.origin || ${now.toISOString()}) limit ${AT_ONCE}`;
}

/** Null where nobody can say: it is away, or does not answer such questions. */
async function askShown(ctx: NodeContext, { origin, postIri, closed }: Due): Promise<boolean | null> {
  const { remote } = ctx.ports;
  try {
    if (await remote.shows(ctx, origin, { postIri, signed: true })) return true;
    return closed && (await remote.shows(ctx, origin, { postIri, signed: false }));
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal) return null;
    throw error;
  }
}

function settle(
  ctx: NodeContext,
  due: Due & { readonly shown: boolean },
  isRemoved: IsRemoved,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const { removal, peerId, communityId, postIri, shown } = due;
    // What was restored meanwhile may well be shown, and is not asked about again.
    const stands = await isRemoved(tx, postIri);
    const lied = shown && stands;
    await tx.sql`update removal_receipts set probes = ${stands ? tx.sql`probes + 1` : 2}, probed = ${tx.now},
        lied = ${lied ? tx.now : null}
      where removal_iri = ${removal} and peer_id = ${peerId}`;
    if (lied) await loseHolding(tx, { peerId, communityId, why: "lied" });
    return lied;
  });
}
