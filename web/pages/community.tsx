import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { PageOf, TopicRow } from "../../node/posts/types.ts";
import { CommunityAside } from "../components/community-aside.tsx";
import { CommunityFrame, mayWrite } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { SortLinks } from "../components/sort-links.tsx";
import { useSpeech } from "../components/speech.tsx";
import { themeName } from "../components/themes.tsx";
import { TopicList } from "../components/topic-row.tsx";
import { withQuery } from "../paths.ts";

export const SORTS = ["latest", "newest", "useful"] as const;
export type Sort = (typeof SORTS)[number];
export const SHOWN = ["questions", "unanswered", "answered"] as const;
export type Shown = (typeof SHOWN)[number];

export interface CommunityPageProps {
  readonly community: CommunityPage;
  readonly topics: PageOf<TopicRow>;
  /** `everything` is the tab Discussions; the others are choices of the tab Questions. */
  readonly show: "everything" | Shown;
  readonly sort: Sort;
  /** Only discussions of this theme; null: all. */
  readonly theme: string | null;
  readonly signedIn: boolean;
  readonly requests: number;
}

/** A community's discussions, or its questions. */
export function CommunityTopicsPage(props: CommunityPageProps): VNode {
  const { community, topics, show, sort, theme, signedIn, requests } = props;
  const { t } = useSpeech();
  const tab = show === "everything" ? "discussions" : "questions";
  const path = tab === "discussions" ? community.path : `${community.path}/questions`;
  const hrefOf = (page: number) =>
    withQuery(path, { show: showValue(show), sort: sortValue(sort), theme, page: page > 1 ? page : null });
  if (!community.readable) return <OutsidePage {...props} />;
  return (
    <CommunityFrame community={community} tab={tab} signedIn={signedIn} requests={requests}>
      <div class="columns">
        <div class="page__main">
          <div class="list-head">
            <h2 class="govuk-visually-hidden">{t(`community.tab.${tab}`)}</h2>
            <ListChoices path={path} show={show} sort={sort} theme={theme} />
            {mayWrite(community) ? (
              <a class="list-head__act" href={`${community.path}/new?kind=topic`}>
                {t("community.startDiscussion")}
              </a>
            ) : null}
          </div>
          {theme === null ? null : <ThemeShown theme={theme} all={path} />}
          {topics.items.length === 0 ? (
            <NoTopics community={community} show={show} theme={theme} />
          ) : (
            <TopicList topics={topics.items} />
          )}
          <Pagination page={topics.page} pages={topics.pages} hrefOf={hrefOf} />
        </div>
        <CommunityAside community={community} theme={theme} />
      </div>
    </CommunityFrame>
  );
}

/** What who is outside sees of a community for members only: what it is, that it is closed, and how one gets in. */
function OutsidePage({ community, signedIn, requests }: CommunityPageProps): VNode {
  const { t } = useSpeech();
  return (
    <CommunityFrame community={community} tab="discussions" signedIn={signedIn} requests={requests}>
      <div class="columns">
        <div class="page__main">
          <InsetText>
            <h2>{t("community.closed.outsideTitle")}</h2>
            {isInside(community) ? (
              <p>{t("community.closed.silent", { home: community.home ?? "" })}</p>
            ) : (
              <>
                <p>{t("community.closed.outside")}</p>
                <p>{t("community.closed.everyoneSees")}</p>
                {community.joining === "invitation" ? <p>{t("community.closed.byInvitation")}</p> : null}
              </>
            )}
          </InsetText>
          {signedIn ? (
            <p>
              <a href={`${community.path}/lead`}>{t("community.lead.link")}</a>
            </p>
          ) : null}
        </div>
        <CommunityAside community={community} theme={null} />
      </div>
    </CommunityFrame>
  );
}

/** A member who may not read is one whose community's node was not heard for a week (profile B-15). */
function isInside({ relation }: CommunityPage): boolean {
  return relation.kind === "member" || relation.kind === "suspended";
}

function ThemeShown({ theme, all }: { theme: string; all: string }): VNode {
  const { t } = useSpeech();
  return (
    <p class="notice-line notice-line--quiet">
      <span>
        {t("community.themeShown", { theme: themeName(theme, t) })}{" "}
        <a href={all}>{t("community.themeAll")}</a>
      </span>
    </p>
  );
}

type Choices = Pick<CommunityPageProps, "show" | "sort" | "theme"> & { readonly path: string };

function ListChoices({ path, show, sort, theme }: Choices): VNode {
  const { t } = useSpeech();
  if (show !== "everything") {
    return (
      <SortLinks
        label={t("community.showLabel")}
        items={SHOWN.map((one) => ({
          text: t(`community.show.${one}`),
          href: withQuery(path, { show: showValue(one), theme }),
          current: one === show,
        }))}
      />
    );
  }
  return (
    <SortLinks
      label={t("community.sortLabel")}
      items={SORTS.map((one) => ({
        text: t(`community.sort.${one}`),
        href: withQuery(path, { sort: sortValue(one), theme }),
        current: one === sort,
      }))}
    />
  );
}

function NoTopics({
  community,
  show,
  theme,
}: Pick<CommunityPageProps, "community" | "show" | "theme">): VNode {
  const { t } = useSpeech();
  const { holding } = community;
  if (holding.kind === "bringing" || holding.kind === "not-brought") {
    return <EmptyState text={t("community.empty.coming")} />;
  }
  const lacks = holding.kind === "on-joining" || (holding.kind === "since" && holding.from === null);
  const empty = lacks ? "notHere" : theme === null ? show : "theme";
  return (
    <EmptyState
      text={t(`community.empty.${empty}`)}
      act={
        mayWrite(community)
          ? { text: t("community.empty.act"), href: `${community.path}/new?kind=question` }
          : undefined
      }
    />
  );
}

function sortValue(sort: Sort): string | null {
  return sort === "latest" ? null : sort;
}

function showValue(show: "everything" | Shown): string | null {
  return show === "everything" || show === "questions" ? null : show;
}
