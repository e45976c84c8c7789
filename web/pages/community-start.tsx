import type { VNode } from "preact";
import { SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import { CHARTER_QUESTIONS, type CommunityCard } from "../../node/communities/types.ts";
import { CommunityList } from "../components/community-row.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Checkboxes, Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Select } from "../components/govuk/select.tsx";
import { Details, WarningText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { themeName } from "../components/themes.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { SUBMISSION } from "../submission.ts";

export interface CommunityStartProps {
  readonly form: FormState;
  /** Communities that sound alike; null before the form was sent the first time. */
  readonly similar: readonly CommunityCard[] | null;
}

/** Starting a community: what it is for, who can read it, and whether it is there already. */
export function CommunityStartPage({ form, similar }: CommunityStartProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[{ text: t("common.communities"), href: "/communities" }]}
        title={t("community.new.title")}
        text={t("community.new.text")}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        <form
          action="/communities/new"
          method="post"
          data-behaviour="drafts similar"
          data-place="/communities/new"
        >
          <input type="hidden" name="submission" value={form.text.submission ?? SUBMISSION} />
          <NameAndPurpose form={form} />
          {similar === null ? (
            <div class="similar" data-similar="/communities/similar" hidden />
          ) : (
            <Similar form={form} similar={similar} />
          )}
          <LevelChoice form={form} />
          <ThemesAndLanguage form={form} />
          <Charter form={form} />
          <ButtonGroup>
            <Button>
              {t(
                similar === null
                  ? "community.new.check"
                  : similar.length > 0
                    ? "community.new.createAnyway"
                    : "community.new.create",
              )}
            </Button>
            <a href="/communities">{t("common.cancel")}</a>
          </ButtonGroup>
        </form>
      </div>
    </>
  );
}

function NameAndPurpose({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <Input
        name="name"
        label={t("community.new.name")}
        labelSize="s"
        hint={t("community.new.nameHint")}
        value={form.text.name}
        error={errorOf(form, "name")}
        maxlength={100}
        autocomplete="off"
      />
      <Textarea
        name="purpose"
        label={t("community.new.purpose")}
        labelSize="s"
        hint={t("community.new.purposeHint")}
        rows={2}
        value={form.text.purpose}
        error={errorOf(form, "purpose")}
        maxlength={500}
      />
    </>
  );
}

/** What a behaviour puts there while one types, too. */
export function SimilarCommunities({ similar }: { similar: readonly CommunityCard[] }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <h2 class="similar__title">{t("community.new.similarTitle")}</h2>
      <p class="secondary">{t("community.new.similarText")}</p>
      <CommunityList communities={similar} signedIn headingLevel={3} quiet />
    </>
  );
}

function Similar({ form, similar }: { form: FormState; similar: readonly CommunityCard[] }): VNode {
  const { t } = useSpeech();
  return (
    <div class="similar" id="similar">
      <input type="hidden" name="looked" value="yes" />
      {similar.length === 0 ? (
        <p>{t("community.new.similarNone")}</p>
      ) : (
        <>
          <SimilarCommunities similar={similar} />
          <Input
            name="because"
            label={t("community.new.similarReason")}
            labelSize="s"
            hint={t("community.new.similarReasonHint")}
            value={form.text.because}
            error={errorOf(form, "because")}
            maxlength={300}
          />
        </>
      )}
    </div>
  );
}

function LevelChoice({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  const item = (level: "open" | "restricted") => ({
    value: level,
    text: t(`community.level.${level}.name`),
    hint: t(`community.level.${level}.who`),
    checked: form.text.level === level,
    labelBold: true,
  });
  return (
    <>
      <Radios
        name="level"
        legend={t("community.new.level")}
        legendSize="s"
        error={errorOf(form, "level")}
        items={[item("open"), item("restricted")]}
      />
      <WarningText>{t("community.new.levelHint")}</WarningText>
    </>
  );
}

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

function Charter({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Details
      summary={t("community.new.charter")}
      open={CHARTER_QUESTIONS.some((question) => form.text[`charter_${question}`])}
    >
      <p class="secondary">{t("community.new.charterHint")}</p>
      <CharterFields form={form} />
    </Details>
  );
}

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
          maxlength={1000}
        />
      ))}
    </>
  );
}
