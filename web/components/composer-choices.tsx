import type { VNode } from "preact";
import type { CommunityLabel } from "../../node/communities/types.ts";
import { errorOf, type FormState } from "../forms.ts";
import { filesToOf } from "./by-reference.ts";
import { ComposerFiles } from "./composer-files.tsx";
import { Checkboxes } from "./govuk/choices.tsx";
import { Select } from "./govuk/select.tsx";
import { useSpeech } from "./speech.tsx";
import { themeName } from "./themes.tsx";

export interface ComposerChoicesProps {
  readonly form: FormState;
  /** Themes to choose from: the community's, and what a post has already. Of one there is no choice. */
  readonly themes: readonly string[];
  /** The language is known and is only corrected; otherwise it is found out unless somebody says it. */
  readonly known?: boolean;
  /** Where it is written, which is where its files go. */
  readonly community: Pick<CommunityLabel, "level" | "local" | "path">;
}

/** What a text is about and which language it is in: beneath the text, because both are known once it is written. */
export function ComposerChoices({ form, themes, known = false, community }: ComposerChoicesProps): VNode {
  const { t } = useSpeech();
  const chosen = form.lists.themes ?? [];
  return (
    <div class="composer__choices">
      <ComposerFiles form={form} to={filesToOf(community)} />
      {themes.length < 2 ? (
        chosen.map((theme) => <input key={theme} type="hidden" name="themes" value={theme} />)
      ) : (
        <Checkboxes
          name="themes"
          legend={t("topic.compose.themes")}
          legendSize="s"
          small
          error={errorOf(form, "themes")}
          items={themes.map((theme) => ({
            value: theme,
            text: themeName(theme, t),
            checked: chosen.includes(theme),
          }))}
        />
      )}
      <Select
        name="lang"
        label={t("topic.compose.language")}
        value={form.text.lang ?? ""}
        choices={[
          ...(known ? [] : [{ value: "", text: t("topic.compose.languageGuess") }]),
          { value: "en", text: t("topic.compose.languageIs.en") },
          { value: "cy", text: t("topic.compose.languageIs.cy") },
        ]}
      />
    </div>
  );
}
