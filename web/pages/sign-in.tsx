import type { VNode } from "preact";
import { EmailField, NewPassword } from "../components/account-fields.tsx";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";
import { withQuery } from "../paths.ts";

export interface SignInPageProps {
  readonly form: FormState;
  /** Where to go afterwards, as asked for; it is checked when used. */
  readonly next: string | null;
}

/** Address and password. */
export function SignInPage({ form, next }: SignInPageProps): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame
      title={t("account.signIn.title")}
      lead={next === null ? undefined : t("account.signIn.next")}
      form={form}
    >
      <form action="/sign-in" method="post" novalidate>
        {next === null ? null : <input type="hidden" name="next" value={next} />}
        <EmailField form={form} label={t("account.signIn.email")} autocomplete="username" />
        <Input
          name="password"
          type="password"
          label={t("account.signIn.password")}
          error={errorOf(form, "password")}
          autocomplete="current-password"
          maxlength={200}
        />
        <Button>{t("account.signIn.submit")}</Button>
      </form>
      <p>
        <a href="/forgotten">{t("account.signIn.forgotten")}</a>
      </p>
      <p>
        <Say
          k="account.signIn.new"
          parts={{ join: <a href={withQuery("/join", { next })}>{t("account.signIn.join")}</a> }}
        />
      </p>
    </FormFrame>
  );
}

/** Asks for a link to a new password. */
export function ForgottenPage({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t("account.forgotten.title")} lead={t("account.forgotten.lead")} form={form}>
      <form action="/forgotten" method="post" novalidate>
        <EmailField form={form} label={t("account.signIn.email")} autocomplete="username" />
        <Button>{t("account.forgotten.submit")}</Button>
      </form>
    </FormFrame>
  );
}

/** Sets a new password by the link of the mail. */
export function ResetPage({ form, action }: { form: FormState; action: string }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t("account.reset.title")} lead={t("account.reset.lead")} form={form}>
      <form action={action} method="post" novalidate>
        <NewPassword form={form} label={t("account.about.password")} />
        <Button>{t("account.reset.submit")}</Button>
      </form>
    </FormFrame>
  );
}
