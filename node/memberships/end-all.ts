import { type Origin, recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { unfollowCommunity } from "./follow.ts";
import { countMembers } from "./grant.ts";
import { flagWithoutLead } from "./without-lead.ts";

/**
 * Somebody's account ended or was switched off at their own node: every membership known here ends, and every request
 * and following (profile B.4, B-08). A community of this node may lose its last facilitator by it; its administrators
 * are told. Returns the communities they belonged to.
 */
export async function endAllMemberships(
  tx: WriteContext,
  actorId: string,
  origin: Origin,
): Promise<readonly string[]> {
  const rows = await tx.sql<{ id: string; communityId: string; state: string; role: string }[]>`
    select id, community_id as "communityId", state, role from memberships
    where actor_id = ${actorId} and state in ('active', 'requested', 'suspended') order by community_id for update`;
  for (const { id, communityId, state, role } of rows) {
    await tx.sql`update memberships set state = 'ended', ended = ${tx.now}, role = 'member' where id = ${id}`;
    await countMembers(tx, communityId);
    await recordChange(tx, {
      kind: state === "requested" ? "membership.withdrawn" : "membership.ended",
      actorId,
      communityId,
      subjectId: id,
      origin,
    });
    if (role !== "member") await flagWithoutLead(tx, communityId);
  }
  const followed = await tx.sql<{ communityId: string }[]>`
    select community_id as "communityId" from follows where actor_id = ${actorId} and state in ('active', 'requested')`;
  for (const { communityId } of followed) await unfollowCommunity(tx, { actorId, communityId }, origin);
  return rows.map(({ communityId }) => communityId);
}
