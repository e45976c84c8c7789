import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { TopicRow } from "../../node/posts/types.ts";
import { CommunityList } from "../components/community-row.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Icon } from "../components/icon.tsx";
import { useSpeech } from "../components/speech.tsx";
import { TopicList } from "../components/topic-row.tsx";

export interface VisitorHomeProps {
  readonly council: string | null;
  /** Questions answered lately, in communities that anyone may read. */
  readonly answered: readonly TopicRow[];
  readonly communities: readonly CommunityCard[];
  readonly counts: { readonly communities: number; readonly councils: number };
}

/** What this is, for somebody who has not signed in: in three sentences, and by showing it. */
export function VisitorHomePage(props: VisitorHomeProps): VNode {
  const { answered, communities } = props;
  const { t } = useSpeech();
  return (
    <>
      <Opening {...props} />
      <div class="width page stack-large">
        <Steps />
        {answered.length === 0 ? null : (
          <section aria-labelledby="answered">
            <div class="part-head">
              <h2 id="answered">{t("home.visitor.answered")}</h2>
            </div>
            <TopicList topics={answered} withCommunity />
          </section>
        )}
        <section aria-labelledby="communities">
          <div class="part-head">
            <h2 id="communities">{t("common.communities")}</h2>
            <a href="/communities">{t("errors.toCommunities")}</a>
          </div>
          <CommunityList communities={communities} signedIn={false} headingLevel={3} quiet />
        </section>
      </div>
    </>
  );
}

function Opening({ council, counts }: VisitorHomeProps): VNode {
  const { t } = useSpeech();
  return (
    <div class="opening">
      <div class="width opening__inner">
        <h1 class="opening__title">{t("home.visitor.title")}</h1>
        <p class="opening__text">{t("home.visitor.text")}</p>
        <p class="opening__acts">
          <Button href="/join">{t("home.visitor.join")}</Button>
          <Button href="/sign-in" kind="secondary">
            {t("common.signIn")}
          </Button>
        </p>
        <p class="opening__facts">
          {t("home.visitor.counts", {
            communities: t("community.directory.count", { count: counts.communities }),
            councils: t("community.councils", { count: counts.councils }),
          })}
          {council === null ? null : ` ${t("common.runBy", { council })}.`}
        </p>
      </div>
    </div>
  );
}

function Steps(): VNode {
  const { t } = useSpeech();
  return (
    <ul class="steps">
      <li>
        <Icon name="circle-question-mark" />
        <div>
          <h2>{t("home.visitor.askTitle")}</h2>
          <p>{t("home.visitor.askText")}</p>
        </div>
      </li>
      <li>
        <Icon name="search" />
        <div>
          <h2>{t("home.visitor.findTitle")}</h2>
          <p>{t("home.visitor.findText")}</p>
        </div>
      </li>
      <li>
        <Icon name="users" />
        <div>
          <h2>{t("home.visitor.ownTitle")}</h2>
          <p>{t("home.visitor.ownText")}</p>
        </div>
      </li>
    </ul>
  );
}
