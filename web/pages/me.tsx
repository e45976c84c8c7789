import type { VNode } from "preact";
import { PROFILE_LIMITS } from "../../node/accounts/profile.ts";
import { NameAndRole } from "../components/account-fields.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Checkboxes, Radios } from "../components/govuk/choices.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { MyFrame } from "../components/my-frame.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";
import { AreaChoices } from "./welcome.tsx";

export const VISIBILITIES = ["hidden", "council", "network", "everyone"] as const;

export interface MyProfilePageProps {
  readonly form: FormState;
  /** Name of the council, or why there is none. */
  readonly council: string | null;
  readonly employer: "verified" | "awaiting" | "invited";
  readonly handle: string;
}

/** One's own profile: everything others may read, and who may. */
export function MyProfilePage({ form, council, employer, handle }: MyProfilePageProps): VNode {
  const { t } = useSpeech();
  return (
    <MyFrame
      place="profile"
      title={t("account.profile.title")}
      text={t("account.profile.always")}
      form={form}
    >
      <p>
        {council === null ? t(`account.profile.${employer}`) : t("account.profile.council", { council })}{" "}
        <a href={`/people/${handle}`}>{t("account.profile.asOthers")}</a>
      </p>
      <form action="/me" method="post" novalidate>
        <NameAndRole form={form} hints={false} />
        <Words form={form} />
        <AreaChoices form={form} />
        <SpokenChoices form={form} />
        <VisibilityChoice form={form} />
        <ButtonGroup>
          <Button>{t("common.save")}</Button>
        </ButtonGroup>
      </form>
    </MyFrame>
  );
}

/** Languages of colleagues in British councils, by code; names come in the page's language. */
export const SPOKEN = [
  "en",
  "cy",
  "gd",
  "bfi",
  "pl",
  "ro",
  "pa",
  "ur",
  "bn",
  "gu",
  "ar",
  "pt",
  "so",
  "tr",
] as const;

function SpokenChoices({ form }: { form: FormState }): VNode {
  const { t, language } = useSpeech();
  const names = new Intl.DisplayNames(language, { type: "language" });
  const chosen = new Set(form.lists.spoken ?? []);
  return (
    <Checkboxes
      name="spoken"
      legend={t("account.profile.spoken")}
      hint={t("account.profile.spokenHint")}
      error={errorOf(form, "spoken")}
      small
      items={SPOKEN.map((code) => ({
        value: code,
        text: code === "bfi" ? t("account.profile.signLanguage") : (names.of(code) ?? code),
        checked: chosen.has(code),
      }))}
    />
  );
}

function Words({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <Textarea
        name="summary"
        label={t("common.optional", { label: t("account.profile.summary") })}
        hint={t("account.profile.summaryHint")}
        value={form.text.summary}
        error={errorOf(form, "summary")}
        rows={3}
        maxlength={PROFILE_LIMITS.summary}
      />
      <Textarea
        name="topics"
        label={t("common.optional", { label: t("account.profile.topics") })}
        hint={t("account.profile.topicsHint")}
        value={form.text.topics}
        error={errorOf(form, "topics")}
        rows={4}
      />
    </>
  );
}

function VisibilityChoice({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Radios
      name="visibility"
      legend={t("account.profile.visibility")}
      hint={t("account.profile.visibilityHint")}
      error={errorOf(form, "visibility")}
      items={VISIBILITIES.map((value) => ({
        value,
        text: t(`account.visibility.${value}`),
        hint: t(`account.visibility.${value}Hint`),
        checked: form.text.visibility === value,
      }))}
    />
  );
}
