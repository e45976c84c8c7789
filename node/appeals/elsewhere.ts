import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { forwardTo, type Recipient } from "../moderation/forward.ts";
import { inboxOf } from "../visibility/audience.ts";
import { mayHoldClosed } from "../visibility/holders.ts";

/** Facilitators elsewhere who say nothing for so long leave an appeal to the administrators. */
export const SILENT_DAYS = 7;

/** Who decides an appeal is neither the author nor whoever removed the post. */
export interface Concerned {
  readonly communityId: string;
  readonly authorId: string;
  readonly removedBy: string | null;
}

/**
 * That an appeal can be put to a facilitator whose account is at another node: `fa` the person, `p` their node, `c` the
 * community here. Of a closed one the node holds copies; of a hidden one nothing is sent.
 */
export function canBeAsked(sql: Reader): Fragment {
  return sql`(fa.deleted is null and fa.suspended is null and p.state = 'accepted' and p.delivery_class = 'profile'
    and c.level <> 'confidential' and (not c.closed or ${mayHoldClosed(sql)}))`;
}

/** The facilitators at other nodes who may decide an appeal in a community of this one, by their address. */
export async function decidersElsewhere(tx: WriteContext, about: Concerned): Promise<readonly Recipient[]> {
  const { sql } = tx;
  const people = await sql<{ id: string; iri: string }[]>`
    select fa.id, fa.iri from memberships fm join actors fa on fa.id = fm.actor_id join peers p on p.id = fa.peer_id
      join communities c on c.id = fm.community_id
    where fm.community_id = ${about.communityId} and fm.state = 'active' and fm.role <> 'member' and fa.id <> ${about.authorId}
      and fa.id is distinct from ${about.removedBy}::uuid and ${canBeAsked(sql)} order by fa.iri`;
  const found: Recipient[] = [];
  for (const { id, iri } of people) {
    const inbox = await inboxOf(tx, id);
    if (inbox !== null) found.push({ iri, inbox });
  }
  return found;
}

/** Passes an appeal on to them, in letters of the Group that no log has. */
export async function passOnAppeal(
  tx: WriteContext,
  appeal: Concerned & { readonly iri: string },
  community: Parameters<typeof forwardTo>[1],
): Promise<void> {
  await forwardTo(tx, community, appeal.iri, await decidersElsewhere(tx, appeal));
}
