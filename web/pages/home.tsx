import type { ComponentChildren, VNode } from "preact";
import type { Suggested } from "../../node/communities/suggest.ts";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { DraftRow } from "../../node/drafts/types.ts";
import type { TopicRow } from "../../node/posts/types.ts";
import { Card } from "../components/card.tsx";
import { CommunityList } from "../components/community-row.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { TopicList } from "../components/topic-row.tsx";

export interface HomeProps {
  /** First name. */
  readonly name: string;
  /** Questions without an accepted answer, in one's communities and service areas. */
  readonly answerable: readonly TopicRow[];
  /** What is new since then; on the first visit the newest of one's communities, or else of all. */
  readonly news: readonly TopicRow[];
  /** Start of the visit before this one; null on the first. */
  readonly since: Date | null;
  /** Communities that one has not joined. */
  readonly suggested: Suggested;
  readonly mine: readonly CommunityCard[];
  readonly drafts: readonly DraftRow[];
  /** How many hidden communities of other councils one is in, or invited to. */
  readonly hidden: number;
}

/** What is worth doing now, for a person signed in. */
export function HomePage(props: HomeProps): VNode {
  const { name, suggested, mine } = props;
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        title={t("home.title", { name })}
        acts={mine.length === 0 ? undefined : <Button href="/ask">{t("community.ask")}</Button>}
      />
      <div class="width columns">
        <div class="page__main stack-large">
          <Answerable {...props} />
          <News {...props} />
          {suggested.fitting.length === 0 ? null : (
            <Part id="suggested" title={t("home.suggested")}>
              <CommunityList communities={suggested.fitting} signedIn headingLevel={3} />
            </Part>
          )}
          {suggested.others.length === 0 ? null : (
            <Part id="others" title={t("home.others")} text={t("home.othersText")}>
              <CommunityList communities={suggested.others} signedIn headingLevel={3} />
            </Part>
          )}
        </div>
        <aside class="page__aside" aria-label={t("home.asideLabel")}>
          <Drafts {...props} />
          <Mine {...props} />
        </aside>
      </div>
    </>
  );
}

function Part({
  id,
  title,
  text,
  children,
}: {
  id: string;
  title: string;
  text?: ComponentChildren;
  children: ComponentChildren;
}): VNode {
  return (
    <section aria-labelledby={id}>
      <div class="part-head">
        <h2 id={id}>{title}</h2>
        {text === undefined ? null : <span class="secondary small">{text}</span>}
      </div>
      {children}
    </section>
  );
}

function Answerable({ answerable, mine }: HomeProps): VNode {
  const { t } = useSpeech();
  return (
    <Part
      id="answerable"
      title={t("home.answerable")}
      text={answerable.length === 0 ? undefined : t("home.answerableText")}
    >
      {answerable.length === 0 ? (
        <EmptyState
          text={t("home.answerableEmpty")}
          act={
            mine.length === 0
              ? { text: t("home.findCommunities"), href: "/communities" }
              : { text: t("home.setAreas"), href: "/me" }
          }
        />
      ) : (
        <TopicList topics={answerable} withCommunity />
      )}
    </Part>
  );
}

function News({ news, since, mine }: HomeProps): VNode {
  const { t } = useSpeech();
  if (since === null && news.length > 0) return <Newest news={news} mine={mine} />;
  const text = since === null ? undefined : <Say k="home.newsSince" parts={{ date: <Time at={since} /> }} />;
  return (
    <Part id="news" title={t(since === null ? "home.newest" : "home.news")} text={text}>
      {news.length === 0 ? (
        <EmptyState
          text={t(mine.length === 0 || since === null ? "home.newsEmptyFirst" : "home.newsEmpty")}
          act={
            mine.length === 0
              ? { text: t("home.findCommunities"), href: "/communities" }
              : { text: t("common.search"), href: "/search" }
          }
        />
      ) : (
        <TopicList topics={news} withCommunity />
      )}
    </Part>
  );
}

/** For who was never here before: nothing can be new since then. */
function Newest({ news, mine }: Pick<HomeProps, "news" | "mine">): VNode {
  const { t } = useSpeech();
  const own = news.some((topic) => mine.some((community) => community.id === topic.community.id));
  return (
    <Part
      id="news"
      title={t(own ? "home.newestMine" : "home.newest")}
      text={own ? undefined : t("home.newestText")}
    >
      <TopicList topics={news} withCommunity />
    </Part>
  );
}

function Drafts({ drafts }: HomeProps): VNode | null {
  const { t } = useSpeech();
  if (drafts.length === 0) return null;
  return (
    <Card title={t("home.drafts")}>
      <ul>
        {drafts.slice(0, 5).map((draft) => (
          <li key={draft.id}>
            <a href={draft.path}>{draft.body.title || draft.about || t(`home.draft.${draft.kind}`)}</a>
            <div class="small secondary">
              {draft.community.name} · <Time at={draft.updated} as="short" />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Mine({ mine, hidden }: HomeProps): VNode {
  const { t } = useSpeech();
  return (
    <Card title={t("home.mine")}>
      {mine.length === 0 ? (
        <p>{t("community.directory.noneMine")}</p>
      ) : (
        <ul>
          {mine.slice(0, 12).map((community) => (
            <li key={community.id}>
              <a href={community.path}>{community.name}</a>
              {community.unanswered === 0 ? null : (
                <div class="small secondary">
                  {t("community.directory.unanswered", { count: community.unanswered })}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {hidden === 0 ? null : (
        <p>
          <a href="/hidden">{t("hidden.list.title")}</a> ({hidden})
        </p>
      )}
      <p>
        <a href="/communities">{t("home.findCommunities")}</a>
      </p>
    </Card>
  );
}
