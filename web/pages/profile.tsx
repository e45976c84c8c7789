import type { VNode } from "preact";
import type { ProfileView } from "../../node/people/types.ts";
import { Card } from "../components/card.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Breadcrumbs } from "../components/govuk/breadcrumbs.tsx";
import { Button } from "../components/govuk/button.tsx";
import { SummaryList, type SummaryRow } from "../components/govuk/summary-list.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { Avatar, PersonCouncil } from "../components/person.tsx";
import { useSpeech } from "../components/speech.tsx";
import { themeName } from "../components/themes.tsx";
import { Time } from "../components/time.tsx";

export interface ProfileProps {
  readonly profile: ProfileView;
  /** The person looks at their own page. */
  readonly own: boolean;
}

/** A person: what they do, what they can help with, where they take part. */
export function ProfilePage({ profile, own }: ProfileProps): VNode {
  return (
    <>
      <Head profile={profile} own={own} />
      <div class="width columns">
        <div class="page__main stack-large">
          <Details profile={profile} />
          <Contributions profile={profile} />
        </div>
        <Communities profile={profile} />
      </div>
    </>
  );
}

function Head({ profile, own }: ProfileProps): VNode {
  const { t } = useSpeech();
  return (
    <div class="page-head">
      <div class="width page-head__inner">
        <Breadcrumbs items={[{ text: t("common.people"), href: "/people" }]} />
        <div class="profile-head">
          <Avatar person={profile} size="large" />
          <div>
            <h1>{profile.gone ? t("people.formerOfficer") : profile.name}</h1>
            {profile.roleTitle === "" ? null : <p class="profile-head__role">{profile.roleTitle}</p>}
            <p class="page-head__facts">
              <PersonCouncil person={profile} />
            </p>
          </div>
          {own ? (
            <Button href="/me" kind="secondary">
              {t("people.editProfile")}
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}

function Communities({ profile }: Pick<ProfileProps, "profile">): VNode {
  const { t } = useSpeech();
  return (
    <aside class="page__aside" aria-label={t("common.communities")}>
      <Card title={t("common.communities")}>
        {profile.communities.length === 0 ? <p>{t("people.noCommunities")}</p> : null}
        <ul>
          {profile.communities.map((community) => (
            <li key={community.path}>
              <a href={community.path}>{community.name}</a>
              {community.role === "member" ? null : (
                <div class="small secondary">{t(`community.members.role.${community.role}`)}</div>
              )}
            </li>
          ))}
        </ul>
      </Card>
    </aside>
  );
}

function Details({ profile }: { profile: ProfileView }): VNode {
  const { t, listOf } = useSpeech();
  const { details } = profile;
  if (details === null) return <p class="secondary">{t("people.notShown")}</p>;
  const rows: SummaryRow[] = [];
  // A site that has no word for a role sends it as what the person says of themselves.
  if (details.summary !== "" && details.summary !== profile.roleTitle)
    rows.push({ key: t("people.about"), value: details.summary });
  if (details.topics.length > 0) rows.push({ key: t("people.topics"), value: listOf(details.topics) });
  if (details.serviceAreas.length > 0) {
    rows.push({
      key: t("people.areas"),
      value: listOf(details.serviceAreas.map((area) => themeName(area, t))),
    });
  }
  if (details.languages.length > 0) {
    rows.push({
      key: t("people.languages"),
      value: listOf(details.languages.map((language) => languageName(language, t))),
    });
  }
  if (rows.length === 0) return <p class="secondary">{t("people.nothingSaid")}</p>;
  return <SummaryList rows={rows} />;
}

function languageName(language: string, t: (key: string) => string): string {
  return language === "en" || language === "cy" ? t(`community.about.language_${language}`) : language;
}

function Contributions({ profile }: { profile: ProfileView }): VNode {
  const { t } = useSpeech();
  return (
    <section aria-labelledby="contributions">
      <div class="part-head">
        <h2 id="contributions">{t("people.contributions")}</h2>
      </div>
      {profile.contributions.length === 0 ? (
        <EmptyState text={t("people.noContributions")} />
      ) : (
        <ul class="results">
          {profile.contributions.map((one) => (
            <li class="result" key={one.postId}>
              <h3 class="result__title">
                <a href={one.path}>{one.title}</a>
              </h3>
              <p class="result__facts">
                <Tag>{t(`search.kind.${one.kind}`)}</Tag>
                <span>{one.community}</span>
                <Time at={one.published} as="short" />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
