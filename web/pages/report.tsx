import type { VNode } from "preact";
import { REPORT_CATEGORIES } from "../../node/moderation/types.ts";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { errorOf, summaryOf } from "../forms.ts";
import { postActPathOf, postPathOf } from "../paths.ts";
import type { Site } from "../site.ts";
import { type PostActProps, Quoted } from "./post-acts.tsx";

export interface ReportProps extends PostActProps {
  readonly visitor: boolean;
}

/** Reporting a post: the commonest reason is chosen already, so that it takes two clicks. */
export function ReportPage(props: ReportProps): VNode {
  const { thread, post, form } = props;
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[
          { text: thread.community.name, href: thread.community.path },
          { text: thread.title, href: thread.path },
        ]}
        title={t("topic.report.title")}
        text={t("topic.report.text")}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        <form action={`${postActPathOf(thread.path, post.id)}/report`} method="post">
          <Fields {...props} />
          <ButtonGroup>
            <Button>{t("topic.report.send")}</Button>
            <a href={postPathOf(thread.path, post.id)}>{t("common.cancel")}</a>
          </ButtonGroup>
        </form>
        <h2 class="list-title">{t("topic.report.post")}</h2>
        <Quoted post={post} thread={thread} />
      </div>
    </>
  );
}

function Fields({ form, visitor }: ReportProps): VNode {
  const { t } = useSpeech();
  const chosen = form.text.category ?? "conduct";
  return (
    <>
      <Radios
        name="category"
        legend={t("topic.report.category")}
        legendSize="s"
        small
        error={errorOf(form, "category")}
        items={REPORT_CATEGORIES.map((category) => ({
          value: category,
          text: t(`topic.report.kind.${category}`),
          checked: category === chosen,
        }))}
      />
      <Textarea
        name="words"
        label={t("topic.report.words")}
        rows={3}
        maxlength={1000}
        value={form.text.words}
        error={errorOf(form, "words")}
      />
      {visitor ? (
        <Input
          name="email"
          type="email"
          autocomplete="email"
          label={t("topic.report.email")}
          hint={t("topic.report.emailHint")}
          value={form.text.email}
          error={errorOf(form, "email")}
        />
      ) : null}
    </>
  );
}

/** After a report: it arrived, and whom to ring when it cannot wait. */
export function ReportThanksPage({ back, contact }: { back: string; contact: Site["contact"] }): VNode {
  const { t } = useSpeech();
  return (
    <div class="width page page--narrow">
      <h1>{t("topic.report.thanksTitle")}</h1>
      {contact === null ? (
        <p class="lead">{t("common.done.reported")}</p>
      ) : (
        <p class="lead">
          <Say
            k="topic.report.thanksText"
            parts={{
              contact: (
                <>
                  {contact.name}, <a href={`mailto:${contact.email}`}>{contact.email}</a>
                </>
              ),
            }}
          />
        </p>
      )}
      <p>
        <a href={back}>{t("common.continue")}</a>
      </p>
    </div>
  );
}
