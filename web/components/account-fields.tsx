import type { VNode } from "preact";
import { errorOf, type FormState } from "../forms.ts";
import { LANGUAGES } from "../language.ts";
import { Radios } from "./govuk/choices.tsx";
import { Input } from "./govuk/input.tsx";
import { useSpeech } from "./speech.tsx";

export interface EmailFieldProps {
  readonly form: FormState;
  readonly label: string;
  readonly hint?: string;
  /** `username`: the address one signs in with, for password managers. */
  readonly autocomplete: "email" | "username";
}

/** An e-mail address. */
export function EmailField({ form, label, hint, autocomplete }: EmailFieldProps): VNode {
  return (
    <Input
      name="email"
      type="email"
      label={label}
      hint={hint}
      value={form.text.email}
      error={errorOf(form, "email")}
      autocomplete={autocomplete}
      spellcheck={false}
      maxlength={254}
    />
  );
}

/** What a person is called, and what they do. `hints` for who enters it the first time. */
export function NameAndRole({ form, hints }: { form: FormState; hints: boolean }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <Input
        name="name"
        label={t("account.about.name")}
        hint={hints ? t("account.about.nameHint") : undefined}
        value={form.text.name}
        error={errorOf(form, "name")}
        autocomplete="name"
        spellcheck={false}
        maxlength={50}
      />
      <Input
        name="roleTitle"
        label={t("account.about.role")}
        hint={hints ? t("account.about.roleHint") : undefined}
        value={form.text.roleTitle}
        error={errorOf(form, "roleTitle")}
        autocomplete="organization-title"
        maxlength={100}
      />
    </>
  );
}

/** A new password, typed once: a reset is a mail away, and two fields are copied more often than compared. */
export function NewPassword({ form, label }: { form: FormState; label: string }): VNode {
  const { t } = useSpeech();
  return (
    <Input
      name="password"
      type="password"
      label={label}
      hint={t("account.about.passwordHint")}
      error={errorOf(form, "password")}
      autocomplete="new-password"
      maxlength={200}
    />
  );
}

/** The language of pages and correspondence; each names itself. */
export function LanguageChoice({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Radios
      name="language"
      legend={t("welcome.language.legend")}
      hint={t("welcome.language.hint")}
      error={errorOf(form, "language")}
      inline
      items={LANGUAGES.map((code) => ({
        value: code,
        text: code === "en" ? "English" : "Cymraeg",
        lang: code,
        checked: form.text.language === code,
      }))}
    />
  );
}
