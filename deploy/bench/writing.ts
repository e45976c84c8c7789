import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { RunningNode } from "../../node/start.ts";

/** Writes a question of usual length, or a reply to one. */
export function write(
  node: RunningNode,
  by: { readonly author: string; readonly communityId: string; readonly parentId: string | null },
) {
  const { ctx } = node;
  const draft = {
    kind: by.parentId === null ? ("question" as const) : ("reply" as const),
    ...{ communityId: by.communityId, parentId: by.parentId, themes: [], lang: null, submission: null },
    title: by.parentId === null ? "Who keeps the gullies of the ward?" : "",
    text: "We changed the form in March, and the depot has kept to it since then. ".repeat(8),
  };
  return composePost(ctx, draft).then((content) => publishPost(ctx, { authorId: by.author, content }));
}
