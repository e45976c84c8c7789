import type { VNode } from "preact";
import { useSpeech } from "../speech.tsx";

export interface SummaryError {
  readonly text: string;
  /** `#field`; none where no field is to blame. */
  readonly href?: string | undefined;
}

/** GOV.UK error summary; nothing where there is no error. The browser's script moves the focus to it once. */
export function ErrorSummary({ errors }: { errors: readonly SummaryError[] }): VNode | null {
  const { t } = useSpeech();
  if (errors.length === 0) return null;
  return (
    <div class="govuk-error-summary" data-behaviour="error-summary" tabindex={-1}>
      <div role="alert">
        <h2 class="govuk-error-summary__title">{t("common.errorSummaryTitle")}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map((error) => (
              <li key={error.text}>{error.href ? <a href={error.href}>{error.text}</a> : error.text}</li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}
