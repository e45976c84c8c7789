import type { WriteContext } from "../context.ts";

/** Sets whom a post names, by actor id: those it named before and names no more are taken out. */
export async function writeMentions(
  tx: WriteContext,
  postId: string,
  actorIds: readonly string[],
): Promise<void> {
  const named = [...new Set(actorIds)];
  await tx.sql`delete from mentions where post_id = ${postId} and actor_id <> all(${named}::uuid[])`;
  await tx.sql`insert into mentions (post_id, actor_id) select ${postId}, unnest(${named}::uuid[]) on conflict do nothing`;
}
