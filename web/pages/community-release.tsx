import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { ReleaseRow } from "../../node/posts/release-types.ts";
import type { PageOf, TopicRow } from "../../node/posts/types.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { withQuery } from "../paths.ts";

export interface CommunityReleaseProps {
  readonly community: CommunityPage;
  readonly requests: number;
  readonly topics: PageOf<TopicRow>;
  readonly releases: readonly ReleaseRow[];
}

/** Instead of opening a community to more readers: another one, and chosen items released into it. */
export function CommunityReleasePage(props: CommunityReleaseProps): VNode {
  const { community, requests } = props;
  const { t } = useSpeech();
  const nothing = isPublicLevel(community.level) ? "open" : community.local ? null : "elsewhere";
  return (
    <CommunityFrame community={community} tab="settings" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <h2 class="list-title">{t("community.release.title")}</h2>
        {nothing === null ? (
          <Offer {...props} />
        ) : (
          <p>{t(`community.release.nothing.${nothing}`, { home: community.home ?? "" })}</p>
        )}
      </div>
    </CommunityFrame>
  );
}

function Offer({ community, topics, releases }: CommunityReleaseProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <p>{t("community.release.means")}</p>
      <h3>{t("community.release.first")}</h3>
      <p>{t("community.release.firstText")}</p>
      <p>
        <Button href="/communities/new" kind="secondary">
          {t("community.directory.start")}
        </Button>
      </p>
      <h3>{t("community.release.second")}</h3>
      {topics.items.length === 0 ? (
        <EmptyState text={t("community.release.noTopics")} />
      ) : (
        <ul class="govuk-list govuk-list--spaced">
          {topics.items.map(({ id, title, path, lang }) => (
            <li key={id}>
              <a href={`${path}/release`} lang={lang}>
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      <Pagination
        page={topics.page}
        pages={topics.pages}
        hrefOf={(page) => withQuery(`${community.path}/release`, { page: page > 1 ? page : null })}
      />
      <Past releases={releases} />
    </>
  );
}

function Past({ releases }: Pick<CommunityReleaseProps, "releases">): VNode | null {
  const { t } = useSpeech();
  if (releases.length === 0) return null;
  return (
    <>
      <h3>{t("community.release.past")}</h3>
      <ul class="govuk-list govuk-list--spaced">
        {releases.map(({ made, item }, at) => (
          <li key={at}>
            {item === null ? (
              t("community.release.pastGone")
            ) : (
              <>
                <a href={item.path}>{item.title}</a> – {item.community}
              </>
            )}{" "}
            <span class="small secondary">
              <Time at={made} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
