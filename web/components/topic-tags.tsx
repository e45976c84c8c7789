import type { VNode } from "preact";
import type { TopicRow } from "../../node/posts/types.ts";
import { Tag } from "./govuk/text.tsx";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

/** What a row should be recognised by, in words and colour. */
export function TopicTags({ topic }: { topic: TopicRow }): VNode {
  const { t } = useSpeech();
  return (
    <>
      {topic.pinned ? (
        <Tag colour="purple">
          <Icon name="pin" />
          {t("topic.pinned")}
        </Tag>
      ) : null}
      {topic.kind === "question" && topic.answered ? (
        <Tag colour="green">
          <Icon name="check" />
          {t("topic.answered")}
        </Tag>
      ) : null}
      {topic.kind === "question" && !topic.answered ? (
        <Tag colour={topic.replies === 0 ? "yellow" : "teal"}>
          {t(topic.replies === 0 ? "topic.unanswered" : "topic.question")}
        </Tag>
      ) : null}
      {topic.locked ? (
        <Tag colour="grey">
          <Icon name="lock" />
          {t("topic.closed")}
        </Tag>
      ) : null}
    </>
  );
}
