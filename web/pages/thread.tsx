import type { VNode } from "preact";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Icon } from "../components/icon.tsx";
import { Post } from "../components/post.tsx";
import { useSpeech } from "../components/speech.tsx";
import { ThreadAside } from "../components/thread-aside.tsx";
import { ThreadHead } from "../components/thread-head.tsx";
import { ThreadReply, type ThreadReplyProps } from "../components/thread-reply.tsx";
import { summaryOf } from "../forms.ts";
import { postPathOf, withQuery } from "../paths.ts";

export interface ThreadPageProps extends Omit<ThreadReplyProps, "thread"> {
  readonly thread: ThreadPage;
  /** Name of the council's site that does not answer, with when and why; null when all is well. */
  readonly late: import("../../node/posts/types.ts").Lateness | null;
}

/** A discussion: the first post, the accepted answer, the replies in order, and the way to reply. */
export function ThreadPageView(props: ThreadPageProps): VNode {
  const { thread, form } = props;
  const { t } = useSpeech();
  const [first, ...replies] = thread.posts;
  const answer = thread.acceptedAnswer;
  const home = thread.community.home;
  return (
    <>
      <ThreadHead thread={thread} late={props.late} />
      <div class="width columns">
        <div class="page__main">
          <ErrorSummary errors={summaryOf(form)} />
          {first === undefined ? null : (
            <Post
              post={first}
              thread={thread.path}
              home={home}
              closed={thread.audience !== null}
              foldable={answer !== null || thread.page > 1}
            />
          )}
          {answer === null ? null : <AcceptedAnswer answer={answer} thread={thread} />}
          {first === undefined ? null : <Replies thread={thread} replies={replies} />}
          <Pagination
            page={thread.page}
            pages={thread.pages}
            hrefOf={(page) => withQuery(thread.path, { page: page > 1 ? page : null })}
          />
          <ThreadReply {...props} />
        </div>
        <ThreadAside thread={thread} />
      </div>
      <p class="govuk-visually-hidden">{t("topic.endOfPage")}</p>
    </>
  );
}

function AcceptedAnswer({ answer, thread }: { answer: PostView; thread: ThreadPage }): VNode {
  const { t } = useSpeech();
  return (
    <section class="answer" aria-labelledby="accepted-answer">
      <h2 class="answer__title" id="accepted-answer">
        <Icon name="circle-check" />
        {t("topic.acceptedAnswer")}
      </h2>
      <Post
        post={answer}
        thread={thread.path}
        home={thread.community.home}
        closed={thread.audience !== null}
        copy
      />
      <p class="answer__where">
        <a href={postPathOf(thread.path, answer.id)}>
          {t("topic.seeInDiscussion", { number: answer.number })}
        </a>
      </p>
    </section>
  );
}

function Replies({ thread, replies }: { thread: ThreadPage; replies: readonly PostView[] }): VNode {
  const { t } = useSpeech();
  // One's own reply stands here at once, while its community does not count it yet.
  const count = Math.max(thread.replies, replies.length);
  if (count === 0) return <EmptyState text={t(`topic.${noneOf(thread)}`)} />;
  return (
    <section
      class="replies"
      aria-labelledby="replies"
      data-behaviour={thread.may.answerHere === "sign-in" ? undefined : "read"}
      data-read={`${thread.path}/read`}
    >
      <RepliesHead thread={thread} count={count} />
      {replies.map((post) => (
        <Post
          key={post.id}
          post={post}
          thread={thread.path}
          home={thread.community.home}
          closed={thread.audience !== null}
          foldable={post.accepted}
        />
      ))}
    </section>
  );
}

/** The asker is told what happens next; who could answer, that nobody has. */
function noneOf({ kind, mine, posts, audience }: ThreadPage): string {
  if (kind === "topic") return "noReplies";
  const journey = posts[0]?.journey.kind;
  // Its address opens for members only: nobody else is to be sent it.
  if (!mine || journey === "declined") return audience === null ? "noAnswers" : "noAnswersClosed";
  return journey === "saved" || journey === "on-its-way" ? "askedOnItsWay" : "askedNow";
}

function RepliesHead({ thread, count }: { thread: ThreadPage; count: number }): VNode {
  const { t } = useSpeech();
  const { page, pages, firstNew, path } = thread;
  return (
    <div class="replies__head">
      <h2 id="replies">{t("topic.repliesTitle", { count })}</h2>
      {pages > 1 ? <span class="secondary small">{t("topic.pageOf", { page, pages })}</span> : null}
      {firstNew === null ? null : (
        <>
          <Button href={postPathOf(path, firstNew.postId)} kind="secondary" class="button--small">
            {t("topic.toFirstNew")}
          </Button>
          <form class="act-form" action={`${path}/read`} method="post">
            <button type="submit" class="act">
              {t("topic.markRead")}
            </button>
          </form>
        </>
      )}
    </div>
  );
}
