import type { WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { MOST_OF_COMMUNITY, MOST_OF_ONE } from "./policy.ts";

const DAY_MS = 86_400_000;

/**
 * Counts what one facilitator and one community invited within a day, `more` about to come included. Asked on the inviter's
 * node and by the community again. Refuses `too-many` with `until`.
 */
export async function keepLimits(
  tx: WriteContext,
  by: { readonly inviterId: string; readonly communityId: string },
  more = 1,
): Promise<void> {
  const since = new Date(tx.now.getTime() - DAY_MS);
  // One after the other, so that many at once do not pass the limit.
  await tx.sql`select 1 from actors where id = ${by.inviterId} for update`;
  const [count] = await tx.sql<{ own: number; all: number }[]>`
    select count(*) filter (where inviter_id = ${by.inviterId})::int as own,
      count(*) filter (where community_id = ${by.communityId})::int as all
    from invitations where created > ${since} and (inviter_id = ${by.inviterId} or community_id = ${by.communityId})`;
  const until = new Date(tx.now.getTime() + DAY_MS).toISOString();
  if ((count?.own ?? 0) + more > MOST_OF_ONE)
    refuse("too-many", { field: "person", most: MOST_OF_ONE, until });
  if ((count?.all ?? 0) + more > MOST_OF_COMMUNITY)
    refuse("too-many", { field: "person", most: MOST_OF_COMMUNITY, until });
}
