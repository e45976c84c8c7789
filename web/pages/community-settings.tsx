import type { VNode } from "preact";
import { COMMUNITY_LIMITS } from "../../node/communities/check.ts";
import type { CommunityPage } from "../../node/communities/types.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { isByReference } from "../components/by-reference.ts";
import { CharterFields, ThemesAndLanguage } from "../components/community-fields.tsx";
import { CommunityFrame } from "../components/community-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Checkboxes, Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface CommunitySettingsProps {
  readonly community: CommunityPage;
  readonly form: FormState;
  readonly requests: number;
}

/** What facilitators can change. Who can read is fixed from the first post. */
export function CommunitySettingsPage({ community, form, requests }: CommunitySettingsProps): VNode {
  const { t } = useSpeech();
  return (
    <CommunityFrame community={community} tab="settings" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <h2 class="list-title">{t("community.settings.title")}</h2>
        <ErrorSummary errors={summaryOf(form)} />
        <form action={`${community.path}/settings`} method="post">
          <Input
            name="name"
            label={t("community.settings.name")}
            labelSize="s"
            value={form.text.name}
            error={errorOf(form, "name")}
            maxlength={COMMUNITY_LIMITS.name}
          />
          <Textarea
            name="purpose"
            label={t("community.settings.purpose")}
            labelSize="s"
            hint={t("community.settings.purposeHint")}
            rows={2}
            value={form.text.purpose}
            error={errorOf(form, "purpose")}
            maxlength={COMMUNITY_LIMITS.purpose}
          />
          <Level community={community} form={form} />
          {community.level === "closed" ? <Joining form={form} /> : null}
          {isPublicLevel(community.level) ? <Reach form={form} /> : null}
          <ThemesAndLanguage form={form} />
          <h3 class="form-part">{t("community.settings.charter")}</h3>
          <CharterFields form={form} />
          <Button>{t("community.settings.save")}</Button>
        </form>
        <InviteLink community={community} />
        <ExportLink community={community} />
      </div>
    </CommunityFrame>
  );
}

/** The join link decides who comes in as much as the level does, and stands with the text to send. */
function InviteLink({ community }: Pick<CommunitySettingsProps, "community">): VNode | null {
  const { t } = useSpeech();
  if (community.joinLink === null) return null;
  return (
    <p>
      <a href={`${community.path}/about#invite`}>{t("community.settings.joinLink")}</a>
    </p>
  );
}

/** A community is exported where it lives. */
function ExportLink({ community }: Pick<CommunitySettingsProps, "community">): VNode | null {
  const { t } = useSpeech();
  if (!community.local) return null;
  return (
    <p>
      <a href={`${community.path}/export`}>{t("community.export.title")}</a>
    </p>
  );
}

function Level({ community, form }: Omit<CommunitySettingsProps, "requests">): VNode {
  const { t } = useSpeech();
  if (community.levelFixed || community.level === "confidential") {
    return (
      <section class="govuk-form-group">
        <h3>{t("community.settings.level")}</h3>
        <p>
          {isByReference(community)
            ? t("community.hidden.kept", { home: community.home ?? "" })
            : t(`community.level.${community.level}.who`)}
        </p>
        <p class="secondary">
          {t(`community.settings.${community.level === "confidential" ? "levelHidden" : "levelFixed"}`)}
        </p>
        {isPublicLevel(community.level) || isByReference(community) ? null : (
          <p>
            <a href={`${community.path}/release`}>{t("community.release.title")}</a>
          </p>
        )}
        <input type="hidden" name="level" value={community.level} />
      </section>
    );
  }
  const item = (level: "open" | "restricted" | "closed") => ({
    value: level,
    text: t(`community.level.${level}.name`),
    hint: t(`community.level.${level}.who`),
    checked: form.text.level === level,
  });
  return (
    <Radios
      name="level"
      legend={t("community.settings.level")}
      legendSize="s"
      hint={t("community.settings.levelFree")}
      error={errorOf(form, "level")}
      items={[item("open"), item("restricted"), item("closed")]}
    />
  );
}

/** Where members alone read, people ask or are invited. */
function Joining({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Radios
      name="joining"
      legend={t("community.closed.joining")}
      legendSize="s"
      items={(["approval", "invitation"] as const).map((value) => ({
        value,
        text: t(`community.closed.joining_${value}`),
        checked: value === (form.text.joining ?? "approval"),
      }))}
    />
  );
}

function Reach({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  const chosen = form.lists.reach ?? [];
  return (
    <Checkboxes
      name="reach"
      legend={t("community.settings.reach")}
      legendSize="s"
      items={[
        {
          value: "indexable",
          text: t("community.settings.indexable"),
          hint: t("community.settings.indexableHint"),
          checked: chosen.includes("indexable"),
        },
        {
          value: "feed",
          text: t("community.settings.feed"),
          hint: t("community.settings.feedHint"),
          checked: chosen.includes("feed"),
        },
      ]}
    />
  );
}
