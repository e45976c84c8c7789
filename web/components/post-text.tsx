import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { PostView } from "../../node/posts/types.ts";
import { PostRelease } from "./post-release.tsx";
import { useSpeech } from "./speech.tsx";

// About this many characters of a question leave room for its answer on a small laptop.
const FOLD_LENGTH = 520;

/** What a post says, or why it says nothing; first that it is a release, or that something of it was released. */
export function PostText({ post, foldable }: { post: PostView; foldable: boolean }): VNode | null {
  const { t } = useSpeech();
  if (post.gone !== null) {
    const reason = post.gone.reason;
    return (
      <p class="post__gone">
        {t(`topic.gone.${post.gone.kind}`)}
        {reason === "" ? null : ` ${t("topic.gone.reason", { reason })}`}
      </p>
    );
  }
  // A question may be said in its title.
  if (post.html === "") return <PostRelease post={post} />;
  // The text passed the allow-list of tags when it was written or arrived; nothing is changed on reading.
  const text = { __html: post.html };
  if (!foldable || post.html.length <= FOLD_LENGTH) {
    return (
      <>
        <PostRelease post={post} />
        <div class="prose" lang={post.lang} dangerouslySetInnerHTML={text} />
      </>
    );
  }
  const id = `text-${idOf(post.id)}`;
  return (
    <>
      <PostRelease post={post} />
      <div class="prose prose--folded" id={id} lang={post.lang} dangerouslySetInnerHTML={text} />
      <p class="post__unfold">
        <a href={`#${id}`}>{t("topic.showWhole")}</a>
      </p>
    </>
  );
}
