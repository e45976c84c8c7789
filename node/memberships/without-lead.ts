import { HERE, recordChange } from "../changes/record.ts";
import { communityChanged } from "../communities/tell-changed.ts";
import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";

/** A community of this node that nobody facilitates. */
export interface WithoutLead {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly members: number;
  /** When its last facilitator went; null where that was before such things were noted. */
  readonly since: Date | null;
}

/** Condition over `c`: a community of this node, still in use, without a facilitator who can sign in. */
function without(sql: Reader): Fragment {
  return sql`c.archived is null and exists (select 1 from actors g where g.id = c.actor_id and g.peer_id is null)
    and not exists (select 1 from memberships m join actors a on a.id = m.actor_id left join accounts k on k.actor_id = a.id
      where m.community_id = c.id and m.state = 'active' and m.role <> 'member' and a.deleted is null
        and (a.peer_id is not null or k.disabled is null))`;
}

/** Communities of this node that nobody facilitates, by name. For administrators, who act for them meanwhile (profile B.4). */
export async function listWithoutLead(sql: Reader): Promise<readonly WithoutLead[]> {
  return sql<WithoutLead[]>`
    select c.id, g.name, g.handle, c.members, (select max(h.happened) from changes h
      where h.kind = 'community.without-lead' and h.subject_id = c.id) as since
    from communities c join actors g on g.id = c.actor_id where ${without(sql)} order by g.name, c.id`;
}

/** Whether nobody facilitates a community of this node. */
export async function isWithoutLead(sql: Reader, communityId: string): Promise<boolean> {
  const [row] = await sql`select 1 from communities c where c.id = ${communityId} and ${without(sql)}`;
  return row !== undefined;
}

/** Tells the administrators, and the nodes that list facilitators, when a community of this node has lost its last one. */
export async function flagWithoutLead(tx: WriteContext, communityId: string): Promise<void> {
  if (!(await isWithoutLead(tx.sql, communityId))) return;
  await recordChange(tx, {
    kind: "community.without-lead",
    actorId: null,
    communityId,
    subjectId: communityId,
    origin: HERE,
  });
  await communityChanged(tx, communityId);
}
