import type { VNode } from "preact";
import type { NoticeLevel } from "../../node/notifications/types.ts";
import { NOTICE_LEVELS } from "../../node/notifications/types.ts";
import { LanguageChoice } from "../components/account-fields.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { Select } from "../components/govuk/select.tsx";
import { MyFrame } from "../components/my-frame.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";

export const THEMES = ["system", "light", "dark"] as const;

export interface CommunityChoice {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  /** Null: as chosen for all. */
  readonly level: NoticeLevel | null;
}

export interface MySettingsPageProps {
  readonly form: FormState;
  readonly communities: readonly CommunityChoice[];
  readonly email: string;
}

/** Language, look and mails. */
export function MySettingsPage({ form, communities, email }: MySettingsPageProps): VNode {
  const { t } = useSpeech();
  return (
    <MyFrame place="settings" title={t("account.settings.title")} form={form}>
      <form action="/me/settings" method="post" novalidate>
        <LanguageAndLook form={form} />
        <h2 class="section-title" id="mails">
          {t("account.settings.mails")}
        </h2>
        <p>{t("account.settings.always")}</p>
        <MailChoices form={form} />
        {communities.length === 0 ? null : (
          <h3 class="section-title">{t("account.settings.perCommunity")}</h3>
        )}
        {communities.map((community, i) => (
          <CommunityLevel key={community.id} community={community} chosen={form.lists.levels?.[i]} />
        ))}
        <Button>{t("common.save")}</Button>
      </form>
      {communities.length === 0 ? (
        <EmptyState
          text={t("account.settings.noCommunities")}
          act={{ text: t("account.settings.findCommunities"), href: "/communities" }}
        />
      ) : null}
      <h2 class="section-title">{t("account.settings.signIn")}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>
          {t("account.settings.yourEmail", { email })}{" "}
          <a href="/me/email">{t("account.settings.changeEmail")}</a>
        </li>
        <li>
          <a href="/me/password">{t("account.settings.changePassword")}</a>
        </li>
      </ul>
    </MyFrame>
  );
}

/** Lists of ids and of levels, in the same order. */
function CommunityLevel({
  community,
  chosen,
}: {
  community: CommunityChoice;
  chosen: string | undefined;
}): VNode {
  const { t } = useSpeech();
  return (
    <>
      <input type="hidden" name="communities" value={community.id} />
      <Select
        id={`level-${community.id}`}
        name="levels"
        label={community.name}
        value={chosen ?? community.level ?? ""}
        choices={[
          { value: "", text: t("account.level.usual") },
          ...NOTICE_LEVELS.map((level) => ({ value: level, text: t(`account.level.${level}`) })),
        ]}
      />
    </>
  );
}

function LanguageAndLook({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <LanguageChoice form={form} />
      <Radios
        name="theme"
        legend={t("account.settings.theme")}
        error={errorOf(form, "theme")}
        inline
        items={THEMES.map((value) => ({
          value,
          text: t(`account.theme.${value}`),
          checked: form.text.theme === value,
        }))}
      />
    </>
  );
}

function MailChoices({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
  return (
    <>
      <Radios
        name="digestDefault"
        legend={t("account.settings.usual")}
        hint={t("account.settings.usualHint")}
        error={errorOf(form, "digestDefault")}
        items={NOTICE_LEVELS.map((value) => ({
          value,
          text: t(`account.level.${value}`),
          checked: form.text.digestDefault === value,
        }))}
      />
      <Select
        name="digestHour"
        label={t("account.settings.hour")}
        hint={t("account.settings.hourHint")}
        value={form.text.digestHour}
        error={errorOf(form, "digestHour")}
        choices={hours.map((hour) => ({ value: hour, text: `${hour}:00` }))}
      />
    </>
  );
}
