import type { VNode } from "preact";
import type { FoundItem } from "../../node/discovery/find.ts";
import type { Marked } from "../../node/ports.ts";
import { Tag } from "./govuk/text.tsx";
import { Icon } from "./icon.tsx";
import { MembersFrom } from "./members-from.tsx";
import { Avatar, PersonCouncil, PersonInline } from "./person.tsx";
import { useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

export function SearchResults({ items }: { items: readonly FoundItem[] }): VNode {
  return (
    <ol class="results">
      {items.map((item) => (
        <li class="result" key={`${item.kind}${item.id}`}>
          {item.kind === "person" ? <FoundPerson item={item} /> : <FoundText item={item} />}
        </li>
      ))}
    </ol>
  );
}

function FoundText({ item }: { item: Exclude<FoundItem, { kind: "person" }> }): VNode {
  const lang = "lang" in item ? item.lang : undefined;
  return (
    <>
      <h3 class="result__title" lang={lang}>
        <a href={item.path}>
          <MarkedText text={item.title} />
        </a>
      </h3>
      {item.snippet === null ? null : (
        <p class="result__snippet" lang={lang}>
          <MarkedText text={cutOut(item.snippet)} />
        </p>
      )}
      <p class="result__facts">
        <Facts item={item} />
      </p>
    </>
  );
}

function Facts({ item }: { item: Exclude<FoundItem, { kind: "person" }> }): VNode {
  const { t } = useSpeech();
  if (item.kind === "community") {
    return (
      <>
        <Tag>{t("search.kind.community")}</Tag>
        <MembersFrom community={item.community} />
        {item.community.home === null ? null : (
          <span class="via">{t("common.via", { home: item.community.home })}</span>
        )}
      </>
    );
  }
  if (item.kind === "elsewhere") {
    return (
      <>
        <span>{item.council}</span>
        <span>{item.community}</span>
      </>
    );
  }
  return (
    <>
      <KindTag item={item} />
      <PersonInline person={item.author} />
      <a href={item.community.path}>{item.community.name}</a>
      <Time at={item.published} as="short" />
      {item.kind === "reply" ? null : <Replies item={item} />}
    </>
  );
}

function Replies({ item }: { item: Extract<FoundItem, { published: Date }> }): VNode {
  const { t } = useSpeech();
  const isOpen = item.kind === "question" && item.replies === 0;
  return <span>{isOpen ? t("topic.unanswered") : t("topic.replies", { count: item.replies })}</span>;
}

function KindTag({ item }: { item: Extract<FoundItem, { published: Date }> }): VNode {
  const { t } = useSpeech();
  if (!item.answered)
    return <Tag colour={item.kind === "question" ? "teal" : "grey"}>{t(`search.kind.${item.kind}`)}</Tag>;
  return (
    <Tag colour="green">
      <Icon name="check" />
      {t(item.kind === "reply" ? "topic.acceptedAnswer" : "topic.answered")}
    </Tag>
  );
}

function FoundPerson({ item }: { item: Extract<FoundItem, { kind: "person" }> }): VNode {
  const { t } = useSpeech();
  return (
    <div class="person-block">
      <Avatar person={item.person} />
      <div class="person-block__text">
        <h3 class="result__title">
          <a href={item.path}>
            <MarkedText text={item.title} />
          </a>
        </h3>
        <p class="result__facts">
          <PersonCouncil person={item.person} />
          {item.person.roleTitle === "" ? null : <span>{item.person.roleTitle}</span>}
        </p>
        {item.topics.length === 0 ? null : (
          <p class="result__snippet">{t("people.canHelpWith", { topics: item.topics.join(", ") })}</p>
        )}
      </div>
    </div>
  );
}

/** A piece cut out of a text shows where it was cut. */
function cutOut(snippet: Marked): Marked {
  const whole = snippet.map(([piece]) => piece).join("");
  const before = /^\p{Ll}/u.test(whole) ? [["… ", false] as const] : [];
  const after = /[.?!…:]\s*$/.test(whole) ? [] : [[" …", false] as const];
  return [...before, ...snippet, ...after];
}

function MarkedText({ text }: { text: Marked }): VNode {
  return (
    <>{text.map(([piece, isMatch], i) => (isMatch ? <mark key={`${i}${piece}`}>{piece}</mark> : piece))}</>
  );
}
