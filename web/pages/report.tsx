import type { VNode } from "preact";
import { REPORT_CATEGORIES } from "../../node/moderation/types.ts";
import type { UrgentContactText } from "../../node/settings/urgent-contact.ts";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { UrgentContact } from "../components/urgent-contact.tsx";
import { errorOf, summaryOf } from "../forms.ts";
import { postActPathOf, postPathOf } from "../paths.ts";
import type { Site } from "../site.ts";
import { type PostActProps, Quoted } from "./post-acts.tsx";

export interface ReportProps extends PostActProps {
  readonly visitor: boolean;
  /** Whom to ring when somebody may be in danger; null where nobody is named. */
  readonly urgent: UrgentContactText | null;
  /** What was sent is about somebody in danger and was not sent with the contact in view: it comes first now. */
  readonly urgentFirst?: boolean;
}

/** Reporting a post: the commonest reason is chosen already, so that it takes two clicks. */
export function ReportPage(props: ReportProps): VNode {
  const { thread, post, form, urgent, urgentFirst = false } = props;
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
        {urgent !== null && urgentFirst ? <UrgentContact contact={urgent} first /> : null}
        <form
          action={`${postActPathOf(thread.path, post.id)}/report`}
          method="post"
          class={urgent === null || urgentFirst ? undefined : "report-form"}
        >
          <Fields {...props} />
          <SendButtons {...props} />
        </form>
        <h2 class="list-title">{t("topic.report.post")}</h2>
        <Quoted post={post} thread={thread} />
      </div>
    </>
  );
}

/**
 * The plain button comes first, so that Enter in a field means it: with it the server asks once more where somebody is in
 * danger. The other one stands in view together with the contact alone.
 */
function SendButtons({ thread, post, urgent, urgentFirst }: ReportProps): VNode {
  const { t } = useSpeech();
  const send = t("topic.report.send");
  const shown = { name: "urgent", value: "shown" };
  return (
    <ButtonGroup>
      {urgentFirst ? <Button {...shown}>{send}</Button> : <Button class="report-form__send">{send}</Button>}
      {urgent === null || urgentFirst ? null : (
        <Button {...shown} class="report-form__send-shown">
          {send}
        </Button>
      )}
      <a href={postPathOf(thread.path, post.id)}>{t("common.cancel")}</a>
    </ButtonGroup>
  );
}

function Fields({ form, visitor, urgent, urgentFirst }: ReportProps): VNode {
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
      {urgent === null || urgentFirst ? null : <UrgentContact contact={urgent} first={false} />}
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
