import { type NodeContext, reading } from "../context.ts";
import { topicsOf } from "../posts/read.ts";
import type { ThreadPage } from "../posts/types.ts";
import type { Viewer } from "../visibility/viewer.ts";

const MOST_SHOWN = 4;

/**
 * Questions like a discussion, answered ones first, at most four: the index proposes, and each is read again by the rule
 * of who may see it. Empty while the index is away.
 */
export async function findRelated(
  ctx: NodeContext,
  viewer: Viewer,
  thread: Pick<ThreadPage, "id" | "title">,
): Promise<ThreadPage["related"]> {
  if (thread.title === "") return [];
  const alike = await ctx.ports.search.similarPosts(ctx, viewer, thread.title, MOST_SHOWN + 1);
  const ids = alike.filter((id) => id !== thread.id).slice(0, MOST_SHOWN);
  if (ids.length === 0) return [];
  const topics = await reading(ctx, viewer, (r) => topicsOf(r, viewer, ids));
  return topics.map(({ title, path, answered, lang, community }) => ({
    title,
    path,
    answered,
    lang,
    community: community.name,
  }));
}
