import type { VNode } from "preact";
import { MOST_AREAS, SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import type { Suggested } from "../../node/communities/suggest.ts";
import type { CommunityCard } from "../../node/communities/types.ts";
import { LanguageChoice, NameAndRole } from "../components/account-fields.tsx";
import { FormFrame } from "../components/form-frame.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Checkboxes } from "../components/govuk/choices.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";

/** First step again, for who wants to change what they entered. */
export function WelcomeAboutPage({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t("account.about.title")} caption={t("account.step", { step: 1, of: 3 })} form={form}>
      <form action="/welcome?step=1" method="post" novalidate>
        <NameAndRole form={form} hints />
        <Button>{t("common.continue")}</Button>
      </form>
    </FormFrame>
  );
}

/** Second step: what one works on. */
export function WelcomeAreasPage({ form, name }: { form: FormState; name: string }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame
      title={t("welcome.areas.title", { name })}
      caption={t("account.step", { step: 2, of: 3 })}
      lead={t("welcome.areas.lead")}
      form={form}
    >
      <form action="/welcome?step=2" method="post" novalidate>
        <AreaChoices form={form} />
        <ButtonGroup>
          <Button>{t("common.continue")}</Button>
          <a href="/welcome?step=1">{t("welcome.back")}</a>
        </ButtonGroup>
      </form>
    </FormFrame>
  );
}

/** Service areas to tick, at most five. */
export function AreaChoices({ form }: { form: FormState }): VNode {
  const { t, language } = useSpeech();
  const chosen = new Set(form.lists.serviceAreas ?? []);
  const areas = SERVICE_AREAS.map((area) => ({
    value: area,
    text: t(`themes.${area}`),
    checked: chosen.has(area),
  }));
  return (
    <Checkboxes
      name="serviceAreas"
      legend={t("welcome.areas.legend")}
      hint={t("welcome.areas.hint", { most: MOST_AREAS })}
      error={errorOf(form, "serviceAreas")}
      small
      items={areas.sort((a, b) => a.text.localeCompare(b.text, language))}
    />
  );
}

export interface WelcomeCommunitiesPageProps {
  readonly form: FormState;
  readonly communities: Suggested;
  /** Service areas were chosen, so that one can say whether any community is for them. */
  readonly choseAreas: boolean;
}

/** Third step: where to begin, and in which language to be written to. */
export function WelcomeCommunitiesPage(props: WelcomeCommunitiesPageProps): VNode {
  const { form, communities } = props;
  const { t } = useSpeech();
  return (
    <FormFrame
      title={t("welcome.communities.title")}
      caption={t("account.step", { step: 3, of: 3 })}
      lead={t(`welcome.communities.${leadOf(props)}`)}
      form={form}
    >
      <form action="/welcome?step=3" method="post" novalidate>
        <CommunityChoices form={form} communities={communities.fitting} legend="legend" />
        <CommunityChoices form={form} communities={communities.others} legend="others" />
        <LanguageChoice form={form} />
        <ButtonGroup>
          <Button>{t("welcome.finish")}</Button>
          <a href="/welcome?step=2">{t("welcome.back")}</a>
        </ButtonGroup>
      </form>
    </FormFrame>
  );
}

function leadOf({ communities, choseAreas }: WelcomeCommunitiesPageProps): string {
  if (communities.fitting.length > 0) return "lead";
  if (communities.others.length === 0) return "none";
  return choseAreas ? "leadNoFit" : "leadNoAreas";
}

interface CommunityChoicesProps {
  readonly form: FormState;
  readonly communities: readonly CommunityCard[];
  readonly legend: "legend" | "others";
}

function CommunityChoices({ form, communities, legend }: CommunityChoicesProps): VNode | null {
  const { t } = useSpeech();
  const chosen = new Set(form.lists.communities ?? []);
  if (communities.length === 0) return null;
  return (
    <Checkboxes
      name="communities"
      id={legend === "others" ? "other-communities" : undefined}
      legend={t(`welcome.communities.${legend}`)}
      error={legend === "legend" ? errorOf(form, "communities") : undefined}
      items={communities.map((community) => ({
        value: community.id,
        text: community.name,
        hint: <CommunityHint community={community} />,
        checked: chosen.has(community.id),
      }))}
    />
  );
}

function CommunityHint({ community }: { community: CommunityCard }): VNode {
  const { t } = useSpeech();
  const { purpose, home, members, level } = community;
  return (
    <>
      {purpose}{" "}
      <span class="small">
        {members === null ? null : t("welcome.communities.members", { count: members })}
        {home === null ? null : (
          <>
            {" "}
            <span class="via">{t("common.via", { home })}</span>
          </>
        )}
        {level === "open" ? null : ` ${t("welcome.communities.readFirst")}`}
      </span>
    </>
  );
}
