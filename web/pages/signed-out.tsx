import type { VNode } from "preact";
import { Button } from "../components/govuk/button.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";

export interface SignedOutProps {
  readonly title: string;
  /** Where the form was sent, and is to be sent again. */
  readonly action: string;
  /** Everything that stood in it, one entry a value. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * A form that arrived after its session had ended: nothing is lost. It stands here whole, with its own number, so that
 * sending it again after signing in posts it once.
 */
export function SignedOutPage({ title, action, fields }: SignedOutProps): VNode {
  const { t } = useSpeech();
  const shown = fields.findLast(([name]) => name === "text" || name === "words");
  return (
    <>
      <PageHead title={title} />
      <div class="width page page--narrow">
        <p class="lead">{t("errors.signedOut.text")}</p>
        <p>
          <a href="/sign-in" target="_blank" rel="noopener">
            {t("errors.signedOut.signIn")}
          </a>{" "}
          {t("errors.signedOut.then")}
        </p>
        <form action={action} method="post">
          {fields
            .filter((field) => field !== shown)
            .map(([name, value], i) => (
              <input key={`${i}${name}`} type="hidden" name={name} value={value} />
            ))}
          {shown === undefined ? null : (
            <Textarea
              name={shown[0]}
              label={t("errors.signedOut.yours")}
              labelSize="s"
              value={shown[1]}
              rows={8}
            />
          )}
          <Button>{t("errors.signedOut.again")}</Button>
        </form>
      </div>
    </>
  );
}
