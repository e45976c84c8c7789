import type { VNode } from "preact";
import type { PostView } from "../../node/posts/types.ts";
import { postActPathOf } from "../paths.ts";
import { Say } from "./speech.tsx";
import { Time } from "./time.tsx";

/** That it was changed, and the way to what it said before. */
export function PostEdited({ post, thread }: { post: PostView; thread: string }): VNode | null {
  if (post.edited === null || post.gone !== null) return null;
  return (
    <a class="post__link" href={`${postActPathOf(thread, post.id)}/history`}>
      <Say k="topic.edited" parts={{ when: <Time at={post.edited} /> }} />
    </a>
  );
}

/** Where a post from elsewhere lives. */
export function PostOrigin({ post }: { post: PostView }): VNode | null {
  if (post.original === null || post.gone !== null) return null;
  const host = URL.canParse(post.original) ? new URL(post.original).host : post.original;
  const link = (
    <a class="post__link" href={post.original} rel="noopener">
      {host}
    </a>
  );
  return (
    <span>
      <Say k="topic.original" parts={{ link }} />
    </span>
  );
}
