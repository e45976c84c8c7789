import type { VNode } from "preact";
import type { OwnAppeal } from "../../node/appeals/types.ts";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { postActPathOf, postPathOf } from "../paths.ts";

export interface AppealProps {
  readonly thread: Pick<ThreadPage, "title" | "path" | "community">;
  readonly post: PostView;
  readonly form: FormState;
  /** What the author said already, and what became of it. */
  readonly appeal: OwnAppeal | null;
}

/** The author's one appeal against a removal: to be written, or how it stands. */
export function AppealPage(props: AppealProps): VNode {
  const { thread, post, form, appeal } = props;
  const { t } = useSpeech();
  const reason = post.gone?.reason ?? "";
  // Whoever runs its site does not know of it.
  const isHidden = thread.community.level === "confidential";
  return (
    <>
      <PageHead
        crumbs={[
          { text: thread.community.name, href: thread.community.path },
          { text: thread.title, href: thread.path },
        ]}
        title={t("topic.appeal.title")}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        <p class="lead">{t(`topic.appeal.${isHidden ? "textHidden" : "text"}`)}</p>
        {reason === "" ? null : <p>{t("topic.appeal.removedBecause", { reason })}</p>}
        {appeal === null ? <AppealForm {...props} /> : <AppealState appeal={appeal} />}
      </div>
    </>
  );
}

function AppealForm({ thread, post, form }: AppealProps): VNode {
  const { t } = useSpeech();
  return (
    <form action={`${postActPathOf(thread.path, post.id)}/appeal`} method="post">
      <Textarea
        name="words"
        label={t("topic.appeal.words")}
        labelSize="s"
        rows={5}
        maxlength={1000}
        value={form.text.words}
        error={errorOf(form, "words")}
      />
      <ButtonGroup>
        <Button>{t("topic.appeal.send")}</Button>
        <a href={postPathOf(thread.path, post.id)}>{t("common.cancel")}</a>
      </ButtonGroup>
    </form>
  );
}

function AppealState({ appeal }: { appeal: OwnAppeal }): VNode {
  const { t } = useSpeech();
  const { state, decided } = appeal;
  const key = state === "open" ? "sent" : state;
  const when = <Time at={decided?.at ?? appeal.created} />;
  return (
    <>
      <p>
        <Say k={`topic.appeal.${key}`} parts={{ when }} />{" "}
        {decided?.by ? t("topic.appeal.by", { name: decided.by.name }) : null}
      </p>
      {decided === null || decided.reason === "" ? null : (
        <blockquote class="request__words">{decided.reason}</blockquote>
      )}
      <blockquote class="request__words">{appeal.words}</blockquote>
    </>
  );
}
