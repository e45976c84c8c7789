import { HERE } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { grantMembership } from "./grant.ts";

/**
 * Makes a member of a local community of somebody who was invited and says yes; the caller has asked whether the invitation
 * counts. Nobody is written to: the person joins through their own node.
 */
export async function admitInvited(
  tx: WriteContext,
  admitting: { readonly communityId: string; readonly actorId: string; readonly invitedBy: string },
): Promise<void> {
  const { communityId, actorId, invitedBy } = admitting;
  const [row] = await tx.sql<{ id: string }[]>`
    insert into memberships (id, community_id, actor_id, role, state, requested)
    values (${newUuid(tx.now)}, ${communityId}, ${actorId}, 'member', 'requested', ${tx.now})
    on conflict (community_id, actor_id) do update set state = 'requested', requested = excluded.requested, role = 'member',
      request_iri = null
    returning id`;
  if (!row) throw new Error("A membership was not written.");
  await grantMembership(tx, { membershipId: row.id, decidedBy: invitedBy, words: "" }, HERE);
}
