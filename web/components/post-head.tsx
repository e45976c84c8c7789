import type { VNode } from "preact";
import { idOf } from "../../node/ids.ts";
import type { PostView } from "../../node/posts/types.ts";
import { postPathOf } from "../paths.ts";
import { Tag } from "./govuk/text.tsx";
import { Icon } from "./icon.tsx";
import { Avatar, PersonCouncil, PersonName } from "./person.tsx";
import { PostEdited, PostOrigin } from "./post-facts.tsx";
import { useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

/** Who wrote a post, when, to whom, and what it is marked as. */
export function PostHead({ post, thread, copy }: { post: PostView; thread: string; copy: boolean }): VNode {
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
