import type { VNode } from "preact";
import type { FormState } from "../forms.ts";
import type { Looked } from "../personal.ts";
import { useSpeech } from "./speech.tsx";

/**
 * Said once before words go out that look as if they named a person or a case. It blocks nothing: what is sent again
 * unchanged goes. The browser's script moves the focus to it, as to an error summary.
 */
function PersonalWarning({ found, seen }: Looked): VNode {
  const { t } = useSpeech();
  return (
    <section
      class="personal-warning"
      aria-labelledby="personal-warning"
      data-behaviour="error-summary"
      tabindex={-1}
    >
      <input type="hidden" name="looked" value={seen} />
      <h2 class="personal-warning__title" id="personal-warning">
        {t("topic.personal.title")}
      </h2>
      <ul class="govuk-list">
        {found.map(({ kind, phrase }) => (
          <li key={phrase}>
            <strong>{phrase}</strong> – {t(`topic.personal.kind.${kind}`)}
          </li>
        ))}
      </ul>
      <p>{t("topic.personal.advice")}</p>
    </section>
  );
}

/** What is asked before the words go out; what was seen is not asked about again after a preview or an error. */
export function AskedFirst({ form }: { form: FormState }): VNode | null {
  if (form.looked) return <PersonalWarning {...form.looked} />;
  return form.text.looked ? <input type="hidden" name="looked" value={form.text.looked} /> : null;
}
