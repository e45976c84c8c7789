import type { AnyContext, WriteContext } from "../context.ts";
import type { DeliveryClass } from "./delivery-class.ts";
import { mayHoldClosed } from "./holders.ts";

export interface RemoteInbox {
  readonly inbox: string;
  readonly deliveryClass: DeliveryClass;
}

/**
 * The rule asked the other way: whom a relayed entry must be sent to now, one inbox per node (shared inbox where
 * offered). Open levels: nodes with a current member or follower. Closed: nodes with a current member that may hold copies
 * (node/visibility/holders.ts). Hidden: nobody.
 * Membership and the state of the peer are read at call time; a blocked, refused or (in mode `network`) unaccepted
 * node gets nothing. ActivityPub §7.1.3, profile D.1.
 */
export async function readersElsewhere(
  tx: WriteContext,
  communityId: string,
): Promise<readonly RemoteInbox[]> {
  const anyPeer = tx.config.federationMode === "open";
  return tx.sql<RemoteInbox[]>`
    select distinct coalesce(a.shared_inbox, a.inbox) as inbox, p.delivery_class as "deliveryClass"
    from communities c
    join lateral (
      select m.actor_id from memberships m where m.community_id = c.id and m.state in ('active', 'suspended')
      union
      select f.actor_id from follows f where f.community_id = c.id and f.state = 'active' and c.level in ('open', 'restricted')
    ) who on true
    join actors a on a.id = who.actor_id
    join peers p on p.id = a.peer_id
    where c.id = ${communityId} and a.deleted is null and coalesce(a.shared_inbox, a.inbox) is not null
      and (p.state in ('accepted', 'paused') or (${anyPeer} and p.state not in ('blocked', 'refused')))
      and (c.level in ('open', 'restricted') or (c.level = 'closed' and ${mayHoldClosed(tx.sql)}))
    order by 1`;
}

/** The inbox for a letter to one actor, or null when it is local or may not be written to. */
export async function inboxOf(tx: WriteContext, actorId: string): Promise<string | null> {
  const anyPeer = tx.config.federationMode === "open";
  const [row] = await tx.sql<{ inbox: string }[]>`
    select a.inbox from actors a join peers p on p.id = a.peer_id
    where a.id = ${actorId} and a.inbox is not null
      and (p.state in ('accepted', 'paused') or (${anyPeer} and p.state not in ('blocked', 'refused')))`;
  return row?.inbox ?? null;
}

/** True while somebody of another node follows a community or is a member of it. */
export async function hasReaderAt(ctx: AnyContext, communityId: string, origin: string): Promise<boolean> {
  const [row] = await ctx.sql`
    select 1 from actors a join peers p on p.id = a.peer_id where p.origin = ${origin} and a.deleted is null and a.id in (
      select actor_id from memberships where community_id = ${communityId} and state in ('active', 'suspended')
      union select actor_id from follows where community_id = ${communityId} and state = 'active') limit 1`;
  return row !== undefined;
}
