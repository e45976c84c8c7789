import type { VNode } from "preact";
import type { TopicRow } from "../../node/posts/types.ts";
import { JourneyLine } from "./journey.tsx";
import { keptMarkup } from "./kept.ts";
import { Avatar, PersonInline } from "./person.tsx";
import { useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";
import { TopicTags } from "./topic-tags.tsx";

export interface TopicListProps {
  readonly topics: readonly TopicRow[];
  /** Name the community, where rows of several stand together. */
  readonly withCommunity?: boolean;
  readonly headingLevel?: 2 | 3;
}

/** Discussions in a list, one row each. */
export function TopicList({ topics, withCommunity = false, headingLevel = 3 }: TopicListProps): VNode {
  return (
    <ul class="topics">
      {topics.map((topic) => (
        <TopicItem key={topic.id} topic={topic} withCommunity={withCommunity} headingLevel={headingLevel} />
      ))}
    </ul>
  );
}

interface TopicItemProps {
  readonly topic: TopicRow;
  readonly withCommunity: boolean;
  readonly headingLevel: 2 | 3;
}

function TopicItem(props: TopicItemProps): VNode {
  return <li class="topic" dangerouslySetInnerHTML={insideTopic(props)} />;
}

const insideTopic = keptMarkup(({ topic, withCommunity, headingLevel }: TopicItemProps) => {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  return (
    <>
      <Avatar person={topic.author} />
      <div class="topic__main">
        <Heading class="topic__title" lang={topic.lang}>
          <a href={topic.path}>{topic.title}</a>
        </Heading>
        <p class="topic__excerpt" lang={topic.lang}>
          {topic.excerpt}
        </p>
        <p class="topic__facts">
          <TopicTags topic={topic} />
          <PersonInline person={topic.author} />
          {withCommunity ? (
            <a class="topic__community" href={topic.community.path}>
              {topic.community.name}
            </a>
          ) : (
            <Time at={topic.published} as="short" />
          )}
        </p>
        <JourneyLine journey={topic.journey} home={topic.community.home} />
      </div>
      <TopicReplies topic={topic} />
    </>
  );
});

function TopicReplies({ topic }: { topic: TopicRow }): VNode {
  const { t } = useSpeech();
  return (
    <div class="topic__replies">
      {topic.kind === "question" && topic.replies === 0 ? null : (
        <span class="topic__count">{t("topic.replies", { count: topic.replies })}</span>
      )}
      {topic.newReplies > 0 ? (
        <a class="topic__new" href={`${topic.path}?go=new`}>
          {t("topic.newReplies", { count: topic.newReplies })}
        </a>
      ) : null}
      {topic.lastReply === null ? null : (
        <>
          <span class="topic__last">{t("topic.lastReplyBy", { name: topic.lastReply.by })}</span>
          <span class="topic__last">
            <Time at={topic.lastReply.at} as="short" />
          </span>
        </>
      )}
    </div>
  );
}
