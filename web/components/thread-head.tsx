import type { VNode } from "preact";
import type { Lateness, ThreadPage } from "../../node/posts/types.ts";
import type { Speech } from "../language.ts";
import { crumbFor } from "./by-reference.ts";
import { Button } from "./govuk/button.tsx";
import { Tag } from "./govuk/text.tsx";
import { Icon } from "./icon.tsx";
import { LatenessLine } from "./journey.tsx";
import { PageHead } from "./page-head.tsx";
import { replyWordsOf } from "./reply-words.ts";
import { Say, useSpeech } from "./speech.tsx";

/** Title of a discussion, its state in a line, and the way to reply. */
export function ThreadHead({ thread, late }: { thread: ThreadPage; late: Lateness | null }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[crumbFor(thread.community, t), { text: thread.community.name, href: thread.community.path }]}
        title={thread.title}
        titleLang={thread.posts[0]?.lang}
        facts={<ThreadFacts thread={thread} />}
        acts={<ReplyWay thread={thread} />}
      />
      {late === null ? null : (
        <div class="width">
          <LatenessLine lateness={late} />
        </div>
      )}
      {thread.locked === null ? null : (
        <div class="width">
          <p class="notice-line">
            <Icon name="lock" />
            <span>{t("topic.lockedBecause", { reason: thread.locked.reason })}</span>
          </p>
        </div>
      )}
    </>
  );
}

function ThreadFacts({ thread }: { thread: ThreadPage }): VNode {
  const { t } = useSpeech();
  const first = thread.posts[0];
  return (
    <>
      <ThreadState thread={thread} />
      {first === undefined || first.author.gone ? null : (
        <span>
          <Say
            k={thread.kind === "question" ? "topic.askedBy" : "topic.startedBy"}
            parts={{ person: <a href={first.author.path}>{first.author.name}</a> }}
          />
        </span>
      )}
      {thread.replies === 0 ? null : <span>{repliesOf(thread, t)}</span>}
      {thread.waiting === 0 ? null : <span>{t("topic.yoursOnItsWay")}</span>}
      {thread.community.home === null ? null : (
        <span class="via">{t("common.via", { home: thread.community.home })}</span>
      )}
    </>
  );
}

/** People without a council reply too: then none is counted. */
function repliesOf({ replies, councils }: ThreadPage, t: Speech["t"]): string {
  if (councils === 0) return t("topic.replies", { count: replies });
  const from = t("community.councils", { count: councils });
  return t("topic.repliesFrom", { count: replies, councils: from });
}

function ThreadState({ thread }: { thread: ThreadPage }): VNode {
  const { t } = useSpeech();
  const kind = () => {
    if (thread.kind === "topic") return <Tag colour="grey">{t("topic.discussion")}</Tag>;
    if (thread.acceptedAnswer === null)
      return (
        <Tag colour={thread.replies === 0 ? "yellow" : "teal"}>
          {t(thread.replies === 0 ? "topic.unanswered" : "topic.question")}
        </Tag>
      );
    return (
      <Tag colour="green">
        <Icon name="check" />
        {t("topic.answered")}
      </Tag>
    );
  };
  return (
    <>
      {kind()}
      {thread.pinned ? (
        <Tag colour="purple">
          <Icon name="pin" />
          {t("topic.pinned")}
        </Tag>
      ) : null}
    </>
  );
}

function ReplyWay({ thread }: { thread: ThreadPage }): VNode | null {
  const { t } = useSpeech();
  const { answerHere } = thread.may;
  if (answerHere === "locked" || answerHere === "suspended") return null;
  const word = replyWordsOf(thread).title;
  return <Button href="#reply">{t(answerHere === "ask-to-join" ? "community.askToJoin" : word)}</Button>;
}
