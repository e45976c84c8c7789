import type { VNode } from "preact";
import { CHARTER_QUESTIONS, type CommunityPage } from "../../node/communities/types.ts";
import { Copies } from "../components/audience.tsx";
import { isByReference } from "../components/by-reference.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { SummaryList, type SummaryRow } from "../components/govuk/summary-list.tsx";
import { PersonBlock } from "../components/person.tsx";
import { useSpeech } from "../components/speech.tsx";
import { ThemeList } from "../components/themes.tsx";
import { Time } from "../components/time.tsx";

export interface CommunityAboutProps {
  readonly community: CommunityPage;
  readonly signedIn: boolean;
  readonly requests: number;
  /** The person looking administers this site. */
  readonly administers: boolean;
  readonly siteName: string;
  /** Origin of this site, for addresses one can copy. */
  readonly origin: string;
}

/** What a community is for, who can read it, who looks after it, and how to invite people. */
export function CommunityAboutPage(props: CommunityAboutProps): VNode {
  const { community, signedIn, requests } = props;
  const { t } = useSpeech();
  return (
    <CommunityFrame community={community} tab="about" signedIn={signedIn} requests={requests}>
      <div class="page--narrow page--list">
        <h2 class="list-title">{t("community.about.title")}</h2>
        <SummaryList rows={rowsOf(props, t)} />
        {community.readable ? (
          <p>
            <a href={`${community.path}/moderation-log`}>{t("report.log.title")}</a>
          </p>
        ) : null}
        {isByReference(community) ? (
          <p>
            <a href={`${community.path}/my-reports`}>{t("report.own.title")}</a>
          </p>
        ) : null}
        {signedIn && community.level !== "confidential" ? (
          <p>
            <a href={`${community.path}/lead`}>{t("community.lead.link")}</a>
          </p>
        ) : null}
        {props.administers && community.local && community.level === "closed" ? (
          <p>
            <a href={`${community.path}/emergency-access`}>{t("community.emergency.link")}</a>
          </p>
        ) : null}
        {community.joinLink === null ? null : (
          <JoinLink {...props} link={`${props.origin}${community.joinLink}`} />
        )}
      </div>
    </CommunityFrame>
  );
}

function rowsOf(
  { community, siteName }: CommunityAboutProps,
  t: (key: string, facts?: Record<string, string>) => string,
): readonly SummaryRow[] {
  const { charter, language } = community;
  const answers = [...CHARTER_QUESTIONS].flatMap((question): SummaryRow[] => {
    const answer = charter[question];
    return answer
      ? [{ key: t(`community.charter.${question}`), value: <span lang={language}>{answer}</span> }]
      : [];
  });
  return [
    { key: t("community.about.purpose"), value: <span lang={language}>{community.purpose}</span> },
    ...answers,
    { key: t("community.about.whoReads"), value: whoReads(community, t) },
    {
      key: t("community.about.facilitators"),
      value: (
        <ul class="list-plain">
          {community.facilitators.map((person) => (
            <li key={person.id}>
              <PersonBlock person={person} />
            </li>
          ))}
        </ul>
      ),
    },
    ...(community.themes.length > 0
      ? [{ key: t("community.about.themes"), value: <ThemeList themes={community.themes} /> }]
      : []),
    { key: t("community.about.language"), value: t(`community.about.language_${language}`) },
    { key: t("community.about.started"), value: <Time at={community.created} as="date" /> },
    {
      key: t("community.about.home"),
      value: community.home ?? t("community.about.homeHere", { name: siteName }),
    },
  ];
}

function whoReads(community: CommunityPage, t: (key: string) => string) {
  const { level, audience } = community;
  return audience === null ? (
    t(`community.level.${level}.who`)
  ) : (
    <Copies community={community} audience={audience} />
  );
}

function JoinLink({ community, link }: CommunityAboutProps & { link: string }): VNode {
  const { t } = useSpeech();
  return (
    <section class="invite" id="invite">
      <h2>{t("community.about.joinLink")}</h2>
      <p>{t(`community.about.joinLinkMeans.${community.level}`)}</p>
      <p class="secondary">{t("community.about.joinLinkElsewhere")}</p>
      <label class="govuk-label" for="join-link">
        {t("community.about.joinLinkLabel")}
      </label>
      <input class="govuk-input" id="join-link" type="text" readonly value={link} />
      <label class="govuk-label" for="join-mail">
        {t("community.about.mailText")}
      </label>
      <textarea class="govuk-textarea" id="join-mail" rows={8} readonly>
        {t("community.about.mailBody", { name: community.name, purpose: community.purpose, link })}
      </textarea>
      <form action={`${community.path}/join-link`} method="post">
        <Button kind="secondary">{t("community.about.newLink")}</Button>
      </form>
    </section>
  );
}
