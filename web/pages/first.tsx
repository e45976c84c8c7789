import type { VNode } from "preact";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { EMPTY_FORM, errorOf, type FormState } from "../forms.ts";

export interface AddressPageProps {
  readonly form: FormState;
  readonly action: string;
  /** The address of now. */
  readonly origin: string;
  readonly trial: boolean;
}

/** The first run asks for the final address before anybody has an account, because every address made later carries it. */
export function AddressPage({ form, action, origin, trial }: AddressPageProps): VNode {
  const { t } = useSpeech();
  const choice = form.text.choice;
  return (
    <FormFrame title={t("admin.first.title")} lead={t("admin.first.lead")} form={form}>
      <form action={action} method="post" novalidate>
        <Radios
          name="choice"
          legend={t("admin.first.legend")}
          error={errorOf(form, "choice")}
          items={[
            {
              value: "keep",
              text: t(trial ? "admin.first.trial" : "admin.first.keep", { origin }),
              hint: t(trial ? "admin.first.trialHint" : "admin.first.keepHint"),
              checked: choice === "keep",
            },
            {
              value: "final",
              text: t("admin.first.final"),
              hint: t("admin.first.finalHint"),
              checked: choice === "final",
            },
          ]}
        />
        <Input
          name="origin"
          label={t("admin.first.origin")}
          hint={t("admin.first.originHint")}
          value={form.text.origin}
          error={errorOf(form, "origin")}
          spellcheck={false}
          autocapitalize="none"
          maxlength={200}
        />
        <Button>{t("common.continue")}</Button>
      </form>
    </FormFrame>
  );
}

/** The address was chosen and is another one than that of now: how to start with it. */
export function RestartPage({ origin }: { origin: string }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t("admin.restart.title", { origin })} lead={t("admin.restart.lead")} form={EMPTY_FORM}>
      <ol class="govuk-list govuk-list--number">
        <li>{t("admin.restart.stop")}</li>
        <li>
          <Say k="admin.restart.proxy" parts={{ origin: <code>{origin}</code> }} />
        </li>
        <li>
          <Say
            k="admin.restart.start"
            parts={{ command: <code>{`MOOTHALL_ORIGIN=${origin} npm start`}</code> }}
          />
        </li>
        <li>{t("admin.restart.open")} </li>
      </ol>
    </FormFrame>
  );
}
