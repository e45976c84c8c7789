import type { WriteContext } from "../context.ts";

/**
 * Marks an activity as taken, in the transaction of its effect; false when it was taken before, by whatever road.
 * The key is (actor, id), so that nobody can use up another's id (A40).
 */
export async function claimEffect(
  tx: WriteContext,
  activity: { actorIri: string; iri: string },
  outcome: string,
): Promise<boolean> {
  const rows = await tx.sql`
    insert into effects (actor_iri, activity_iri, outcome, happened) values (${activity.actorIri}, ${activity.iri}, ${outcome}, ${tx.now})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}
