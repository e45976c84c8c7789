import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { PostView } from "../../node/posts/types.ts";
import { anchorOf, postActPathOf } from "../paths.ts";
import { classesOf } from "./govuk/classes.ts";
import { JourneyLine } from "./journey.tsx";
import { keptMarkup } from "./kept.ts";
import { PostActs } from "./post-acts.tsx";
import { PostFiles } from "./post-files.tsx";
import { PostHead } from "./post-head.tsx";
import { PostText } from "./post-text.tsx";

export interface PostProps {
  readonly post: PostView;
  /** Path of the thread, without page. */
  readonly thread: string;
  /** The council's site where the community lives; null when it is this one. `closed`: it is for members only. */
  readonly home: string | null;
  readonly closed?: boolean | undefined;
  /** Long text is folded until one asks for it, so that what follows can be seen. */
  readonly foldable?: boolean;
  /** A second showing of the post, at the top: without an anchor and acts of its own. */
  readonly copy?: boolean;
}

/** One post: who, when, what, how far it came, and what one can do with it. */
export function Post(props: PostProps): VNode {
  const { post, copy = false } = props;
  return (
    <article
      class={classesOf("post", post.accepted && !copy && "post--accepted")}
      id={copy ? undefined : anchorOf(post.id)}
      // A link to the post takes the keyboard there too, and so does having posted it.
      tabindex={copy ? undefined : -1}
      aria-labelledby={copy ? undefined : `by-${idOf(post.id)}`}
      dangerouslySetInnerHTML={insidePost(props)}
    />
  );
}

const insidePost = keptMarkup(({ post, thread, home, closed, foldable = false, copy = false }: PostProps) => (
  <>
    <PostHead post={post} thread={thread} copy={copy} />
    <PostText post={post} foldable={foldable} />
    <PostFiles {...post} closed={closed === true} />
    <JourneyLine journey={post.journey} home={home} editPath={`${postActPathOf(thread, post.id)}/edit`} />
    {copy ? null : <PostActs post={post} thread={thread} />}
  </>
));
