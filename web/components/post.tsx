import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { PostView } from "../../node/posts/types.ts";
import { anchorOf, postActPathOf, postPathOf } from "../paths.ts";
import { classesOf } from "./govuk/classes.ts";
import { Tag } from "./govuk/text.tsx";
import { Icon } from "./icon.tsx";
import { JourneyLine } from "./journey.tsx";
import { Avatar, PersonCouncil, PersonName } from "./person.tsx";
import { PostActs } from "./post-acts.tsx";
import { PostEdited, PostOrigin } from "./post-facts.tsx";
import { useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

export interface PostProps {
  readonly post: PostView;
  /** Path of the thread, without page. */
  readonly thread: string;
  /** The council's site where the community lives; null when it is this one. */
  readonly home: string | null;
  /** Long text is folded until one asks for it, so that what follows can be seen. */
  readonly foldable?: boolean;
  /** A second showing of the post, at the top: without an anchor and acts of its own. */
  readonly copy?: boolean;
}

/** One post: who, when, what, how far it came, and what one can do with it. */
export function Post({ post, thread, home, foldable = false, copy = false }: PostProps): VNode {
  return (
    <article
      class={classesOf("post", post.accepted && !copy && "post--accepted")}
      id={copy ? undefined : anchorOf(post.id)}
      // A link to the post takes the keyboard there too, and so does having posted it.
      tabindex={copy ? undefined : -1}
      aria-labelledby={copy ? undefined : `by-${idOf(post.id)}`}
    >
      <PostHead post={post} thread={thread} copy={copy} />
      <PostText post={post} foldable={foldable} />
      <JourneyLine journey={post.journey} home={home} editPath={`${postActPathOf(thread, post.id)}/edit`} />
      {copy ? null : <PostActs post={post} thread={thread} />}
    </article>
  );
}

function PostHead({ post, thread, copy }: { post: PostView; thread: string; copy: boolean }): VNode {
  const { t } = useSpeech();
  return (
    <header class="post__head">
      <Avatar person={post.author} />
      <div class="post__by">
        <p class="post__name" id={copy ? undefined : `by-${idOf(post.id)}`}>
          <PersonName person={post.author} /> <PersonCouncil person={post.author} />
        </p>
        <p class="post__facts">
          {post.author.roleTitle === "" ? null : <span>{post.author.roleTitle}</span>}
          <a class="post__link" href={postPathOf(thread, post.id)}>
            <Time at={post.published} />
          </a>
          <PostEdited post={post} thread={thread} />
          <PostOrigin post={post} />
          {post.replyTo === null ? null : (
            <a class="post__link" href={postPathOf(thread, post.replyTo.id)}>
              <Icon name="corner-up-left" />
              {t("topic.replyTo", { name: post.replyTo.name, number: post.replyTo.number })}
            </a>
          )}
        </p>
      </div>
      <PostMarks post={post} copy={copy} />
    </header>
  );
}

function PostMarks({ post, copy }: { post: PostView; copy: boolean }): VNode {
  const { t } = useSpeech();
  return (
    <p class="post__marks">
      {post.accepted && !copy ? (
        <Tag colour="green">
          <Icon name="check" />
          {t("topic.acceptedAnswer")}
        </Tag>
      ) : null}
      {post.isNew ? <Tag colour="teal">{t("topic.new")}</Tag> : null}
      {copy ? null : <span class="post__number">{t("topic.postNumber", { number: post.number })}</span>}
    </p>
  );
}

// About this many characters of a question leave room for its answer on a small laptop.
const FOLD_LENGTH = 520;

function PostText({ post, foldable }: { post: PostView; foldable: boolean }): VNode | null {
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
  if (post.html === "") return null;
  // The text passed the allow-list of tags when it was written or arrived; nothing is changed on reading.
  const text = { __html: post.html };
  if (!foldable || post.html.length <= FOLD_LENGTH) {
    return <div class="prose" lang={post.lang} dangerouslySetInnerHTML={text} />;
  }
  const id = `text-${idOf(post.id)}`;
  return (
    <>
      <div class="prose prose--folded" id={id} lang={post.lang} dangerouslySetInnerHTML={text} />
      <p class="post__unfold">
        <a href={`#${id}`}>{t("topic.showWhole")}</a>
      </p>
    </>
  );
}
