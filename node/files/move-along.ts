import type { WriteContext } from "../context.ts";

/** Files go to another community with their posts, so that what it takes is counted there. */
export async function moveFilesAlong(
  tx: WriteContext,
  postIds: readonly string[],
  communityId: string,
): Promise<void> {
  await tx.sql`update files set community_id = ${communityId} where post_id = any(${[...postIds]}::uuid[])`;
}
