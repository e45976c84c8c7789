import type { VNode } from "preact";
import { SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import { COMMUNITY_LIMITS } from "../../node/communities/check.ts";
import { CHARTER_QUESTIONS } from "../../node/communities/types.ts";
import { errorOf, type FormState } from "../forms.ts";
import { Checkboxes } from "./govuk/choices.tsx";
import { Select } from "./govuk/select.tsx";
import { Textarea } from "./govuk/textarea.tsx";
import { useSpeech } from "./speech.tsx";
import { themeName } from "./themes.tsx";

/** Themes and main language, the same when starting and in the settings. */
export function ThemesAndLanguage({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  const chosen = form.lists.themes ?? [];
  return (
    <>
      <Checkboxes
        name="themes"
        legend={t("community.new.themes")}
        legendSize="s"
        hint={t("community.new.themesHint")}
        error={errorOf(form, "themes")}
        small
        items={SERVICE_AREAS.map((theme) => ({
          value: theme,
          text: themeName(theme, t),
          checked: chosen.includes(theme),
        }))}
      />
      <Select
        name="language"
        label={t("community.new.language")}
        labelSize="s"
        value={form.text.language}
        choices={[
          { value: "en", text: t("community.about.language_en") },
          { value: "cy", text: t("community.about.language_cy") },
        ]}
      />
    </>
  );
}

/** The charter: a few questions whose answers stand on the page About. */
export function CharterFields({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <>
      {CHARTER_QUESTIONS.map((question) => (
        <Textarea
          key={question}
          name={`charter_${question}`}
          label={t(`community.charter.${question}`)}
          rows={2}
          value={form.text[`charter_${question}`]}
          maxlength={COMMUNITY_LIMITS.charter}
        />
      ))}
    </>
  );
}
