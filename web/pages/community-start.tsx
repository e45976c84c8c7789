import type { VNode } from "preact";
import { COMMUNITY_LIMITS } from "../../node/communities/check.ts";
import { CHARTER_QUESTIONS, type CommunityCard, type Level } from "../../node/communities/types.ts";
import { LEVELS } from "../../node/visibility/readable.ts";
import { CharterFields, ThemesAndLanguage } from "../components/community-fields.tsx";
import { CommunityList } from "../components/community-row.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Details, WarningText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { sendingTo } from "../paths.ts";
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
          action={sendingTo("/communities/new")}
          method="post"
          data-behaviour="drafts similar"
          data-place="/communities/new"
        >
          <input type="hidden" name="submission" value={form.text.submission ?? SUBMISSION} />
          <NameAndPurpose form={form} />
          <Similar form={form} similar={similar} />
          <LevelChoice form={form} />
          <ThemesAndLanguage form={form} />
          <Charter form={form} />
          <ButtonGroup>
            <Button>{t(createKey(similar))}</Button>
            <a href="/communities">{t("common.cancel")}</a>
          </ButtonGroup>
        </form>
      </div>
    </>
  );
}

function createKey(similar: CommunityStartProps["similar"]): string {
  if (similar === null) return "community.new.check";
  return similar.length > 0 ? "community.new.createAnyway" : "community.new.create";
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
        maxlength={COMMUNITY_LIMITS.name}
      />
      <Textarea
        name="purpose"
        label={t("community.new.purpose")}
        labelSize="s"
        hint={t("community.new.purposeHint")}
        rows={2}
        value={form.text.purpose}
        error={errorOf(form, "purpose")}
        maxlength={COMMUNITY_LIMITS.purpose}
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

function Similar({ form, similar }: CommunityStartProps): VNode {
  const { t } = useSpeech();
  if (similar === null) return <div class="similar" data-similar="/communities/similar" hidden />;
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
  const item = (level: Level) => ({
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
        items={LEVELS.map(item)}
      />
      <WarningText>{t("community.new.levelHint")}</WarningText>
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
