import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { TopicRow } from "../../node/posts/types.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { Readers } from "../components/audience.tsx";
import { crumbFor } from "../components/by-reference.ts";
import { Card } from "../components/card.tsx";
import { mayWrite } from "../components/community-frame.tsx";
import { Composer } from "../components/composer.tsx";
import { ComposerChoices } from "../components/composer-choices.tsx";
import { Button } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { InsetText, Tag } from "../components/govuk/text.tsx";
import { NoticeLine } from "../components/holding.tsx";
import { Icon } from "../components/icon.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { sendingTo } from "../paths.ts";

export interface ComposeProps {
  readonly community: CommunityPage;
  readonly kind: "question" | "topic";
  readonly form: FormState;
  readonly preview: string | null;
  /** Posting also joins, for those who are not members of an open community. */
  readonly joins: boolean;
  /** Answered questions like this one; null before anything was typed. */
  readonly similar: readonly TopicRow[] | null;
  /** When the draft that fills the form was kept (ISO 8601). */
  readonly seen?: string | null;
}

/** Asking a question, or starting a discussion. */
export function ComposePage(props: ComposeProps): VNode {
  const { community, form } = props;
  // What was sent all the same is shown with what is wrong, so that no word of it is lost.
  const writes = mayWrite(community) || form.errors.length > 0;
  return (
    <>
      <ComposeHead {...props} />
      <div class="width columns columns--form">
        <div class="page__main">
          <ErrorSummary errors={summaryOf(form)} />
          {writes ? <ComposeForm {...props} /> : <AskToJoin {...props} />}
        </div>
        <Tips />
      </div>
    </>
  );
}

/** Where only members write: the way to become one, and that nothing written before is lost. */
function AskToJoin({ community, kind, form }: ComposeProps): VNode {
  const { t, dateOf } = useSpeech();
  const { path, name, relation } = community;
  const kept = Boolean(form.text.title || form.text.text);
  return (
    <InsetText>
      <p>{t("topic.compose.membersWrite", { community: name })}</p>
      {kept ? <p>{t("topic.textKept")}</p> : null}
      {relation.kind === "requested" ? (
        <p>{t("community.requestedOn", { date: dateOf(relation.since) })}</p>
      ) : (
        <Button href={`${path}/join?next=${encodeURIComponent(`${path}/new?kind=${kind}`)}`}>
          {t("community.askToJoin")}
        </Button>
      )}
    </InsetText>
  );
}

function ComposeForm(props: ComposeProps): VNode {
  const { community, kind, form, preview, seen } = props;
  const { t } = useSpeech();
  const ask = kind === "question";
  const path = `${community.path}/new?kind=${kind}`;
  return (
    <Composer
      community={community}
      action={sendingTo(path)}
      place={path}
      form={form}
      keepHere
      seen={seen}
      label={t(ask ? "topic.compose.details" : "topic.compose.text")}
      rows={9}
      most={LIMITS.sourceCharacters}
      submit={t(ask ? "topic.compose.postQuestion" : "topic.compose.postTopic")}
      readers={<Readers community={community} audience={community.audience} />}
      preview={preview}
      lang={form.text.lang || undefined}
      choices={<ComposerChoices form={form} themes={community.themes} community={community} />}
    >
      <TitleField {...props} />
    </Composer>
  );
}

function ComposeHead({ community, kind }: ComposeProps): VNode {
  const { t } = useSpeech();
  const ask = kind === "question";
  return (
    <PageHead
      crumbs={[crumbFor(community, t), { text: community.name, href: community.path }]}
      title={t(ask ? "topic.compose.askTitle" : "topic.compose.topicTitle")}
      facts={
        <>
          <span>{t("topic.compose.where", { community: community.name })}</span>
          <a href={`${community.path}/new?kind=${ask ? "topic" : "question"}`}>
            {t(ask ? "topic.compose.other" : "topic.compose.otherAsk")}
          </a>
        </>
      }
    />
  );
}

function TitleField({ community, kind, form, similar, joins }: ComposeProps): VNode {
  const { t } = useSpeech();
  const ask = kind === "question";
  const after = (
    <div class="similar" data-similar="/similar" hidden={similar === null || similar.length === 0}>
      {similar === null ? null : <SimilarQuestions similar={similar} />}
    </div>
  );
  return (
    <>
      {joins ? (
        <NoticeLine icon="users" quiet>
          <span>{t("topic.postingJoins", { community: community.name })}</span>
        </NoticeLine>
      ) : null}
      <Input
        name="title"
        label={t(ask ? "topic.compose.question" : "topic.compose.topic")}
        labelSize="s"
        hint={t(ask ? "topic.compose.questionHint" : "topic.compose.topicHint")}
        value={form.text.title}
        error={errorOf(form, "title")}
        maxlength={LIMITS.titleCharacters}
        spellcheck
        after={after}
      />
    </>
  );
}

function Tips(): VNode {
  const { t } = useSpeech();
  return (
    <aside class="page__aside" aria-label={t("topic.compose.tipsTitle")}>
      <Card title={t("topic.compose.tipsTitle")}>
        <ul class="tips">
          {(["tried", "figures", "people"] as const).map((tip) => (
            <li key={tip}>{t(`topic.compose.tips.${tip}`)}</li>
          ))}
        </ul>
        <p class="small">
          <a href="/house-rules">{t("common.houseRules")}</a>
        </p>
      </Card>
    </aside>
  );
}

/** Answered questions like the one being asked; a behaviour puts the same there while one types. */
export function SimilarQuestions({ similar }: { similar: readonly TopicRow[] }): VNode {
  const { t } = useSpeech();
  if (similar.length === 0) return <p class="secondary">{t("topic.compose.similarNone")}</p>;
  return (
    <>
      <h2 class="similar__title">{t("topic.compose.similarTitle")}</h2>
      <p class="small secondary">{t("topic.compose.similarText")}</p>
      <ul class="similar__list">
        {similar.map((one) => (
          <li key={one.id}>
            <a href={one.path} target="_blank" rel="noopener" lang={one.lang}>
              {one.title}
            </a>{" "}
            {one.answered ? (
              <Tag colour="green">
                <Icon name="check" />
                {t("topic.answered")}
              </Tag>
            ) : null}
            <div class="small secondary">
              {one.community.name} · <Time at={one.published} as="short" />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
