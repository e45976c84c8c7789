import type { VNode } from "preact";
import type { CommunityLabel } from "../../node/communities/types.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import { ReasonForm } from "../components/act-form.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface ThreadMoveProps {
  readonly thread: ThreadPage;
  readonly targets: readonly CommunityLabel[];
  readonly open: boolean;
  readonly form: FormState;
}

/** Moving a discussion: where to and why, or why it cannot be moved and what to do instead. */
export function ThreadMovePage({ thread, targets, open, form }: ThreadMoveProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[
          { text: thread.community.name, href: thread.community.path },
          { text: thread.title, href: thread.path },
        ]}
        title={t("topic.moveTitle")}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        {!open ? (
          <Closed thread={thread} />
        ) : targets.length === 0 ? (
          <InsetText>{t("topic.move.noTarget")}</InsetText>
        ) : (
          <Choose thread={thread} targets={targets} form={form} />
        )}
      </div>
    </>
  );
}

function Closed({ thread }: Pick<ThreadMoveProps, "thread">): VNode {
  const { t } = useSpeech();
  return (
    <InsetText>
      <p>{t("topic.move.closed")}</p>
      {thread.community.home === null ? (
        <Button href={`${thread.path}/release`}>{t("topic.move.release")}</Button>
      ) : null}
    </InsetText>
  );
}

function Choose({ thread, targets, form }: Omit<ThreadMoveProps, "open">): VNode {
  const { t } = useSpeech();
  return (
    <>
      <p class="lead">{t("topic.move.text")}</p>
      <p>{t("topic.move.means")}</p>
      <ReasonForm action={`${thread.path}/move`} back={thread.path} words="topic.move" form={form}>
        <Radios
          name="target"
          legend={t("topic.move.into")}
          legendSize="s"
          error={errorOf(form, "target")}
          items={targets.map(({ id, name }) => ({
            value: id,
            text: name,
            checked: form.text.target === id,
          }))}
        />
      </ReasonForm>
    </>
  );
}
