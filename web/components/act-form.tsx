import type { ComponentChildren, VNode } from "preact";
import { errorOf, type FormState } from "../forms.ts";
import { Button, ButtonGroup } from "./govuk/button.tsx";
import { Textarea } from "./govuk/textarea.tsx";
import { useSpeech } from "./speech.tsx";

interface ActFormProps {
  readonly action: string;
  readonly back: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

/** One act to be confirmed, or left. */
export function ActForm({ action, back, text, children }: ActFormProps): VNode {
  const { t } = useSpeech();
  return (
    <form action={action} method="post">
      {children}
      <ButtonGroup>
        <Button kind="warning">{text}</Button>
        <a href={back}>{t("common.cancel")}</a>
      </ButtonGroup>
    </form>
  );
}

interface ReasonFormProps {
  readonly action: string;
  readonly back: string;
  /** Stem of the sentences: `topic.lock` for `topic.lockReason` and `topic.lockYes`. */
  readonly words: string;
  readonly form: FormState;
  /** What is chosen before the reason is given. */
  readonly children?: ComponentChildren;
}

/** An act of a facilitator, with its reason. */
export function ReasonForm({ action, back, words, form, children }: ReasonFormProps): VNode {
  const { t } = useSpeech();
  return (
    <ActForm action={action} back={back} text={t(`${words}Yes`)}>
      {children}
      <Textarea
        name="reason"
        label={t(`${words}Reason`)}
        labelSize="s"
        rows={2}
        maxlength={1000}
        value={form.text.reason}
        error={errorOf(form, "reason")}
      />
    </ActForm>
  );
}
