import { idOf } from "../ids.ts";

/** Page path of a post at its place in the discussion; null for a reply whose discussion is not here. */
export function postPathOf(communityPath: string, rootId: string | null, postId: string): string | null {
  if (rootId === null) return null;
  const thread = `${communityPath}/t/${idOf(rootId)}`;
  return rootId === postId ? thread : `${thread}?post=${idOf(postId)}#post-${idOf(postId)}`;
}
