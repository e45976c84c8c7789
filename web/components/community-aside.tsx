import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { WhoReads } from "./audience.tsx";
import { isByReference } from "./by-reference.ts";
import { Card } from "./card.tsx";
import { PersonBlock } from "./person.tsx";
import { useSpeech } from "./speech.tsx";
import { ThemeList } from "./themes.tsx";

/** Beside a community's discussions: who looks after it and what it is for. */
export function CommunityAside({
  community,
  theme,
}: {
  community: CommunityPage;
  theme: string | null;
}): VNode {
  const { t } = useSpeech();
  const who = community.charter.who;
  return (
    <aside class="page__aside" aria-label={t("community.asideLabel")}>
      {community.facilitators.length === 0 ? null : (
        <Card title={t("community.facilitators")}>
          <ul>
            {community.facilitators.slice(0, 4).map((person) => (
              <li key={person.id}>
                <PersonBlock person={person} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t("community.aboutTitle")}>
        {who === undefined || who === "" ? null : <p lang={community.language}>{who}</p>}
        <WhoReads community={community} audience={community.audience} />
        <ThemeList themes={community.themes} path={community.path} current={theme} />
        {isByReference(community) ? (
          <p class="small">
            <a href={`${community.path}/search`}>{t("community.hidden.search")}</a>
          </p>
        ) : null}
        <p class="small">
          <a href={`${community.path}/about`}>{t("community.moreAbout")}</a>
        </p>
      </Card>
    </aside>
  );
}
