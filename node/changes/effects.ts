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

/** Whether an activity of an actor was taken before, or refused for good. */
export async function isTaken(
  tx: WriteContext,
  activity: { actorIri: string; iri: string },
): Promise<boolean> {
  const rows = await tx.sql`
    select 1 from effects where activity_iri = ${activity.iri} and actor_iri = ${activity.actorIri}`;
  return rows.length > 0;
}

/** Takes the mark of an activity back, which turned out to concern nothing here. */
export async function forgetEffect(
  tx: WriteContext,
  activity: { actorIri: string; iri: string },
): Promise<void> {
  await tx.sql`delete from effects where activity_iri = ${activity.iri} and actor_iri = ${activity.actorIri}`;
}
