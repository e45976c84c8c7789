import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";

/** Choosing the community to ask in, among one's own. */
export function AskPage({ communities }: { communities: readonly CommunityCard[] }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("home.ask.title")} text={t("home.ask.text")} />
      <div class="width page page--narrow">
        {communities.length === 0 ? (
          <EmptyState
            text={t("home.ask.none")}
            act={{ text: t("home.findCommunities"), href: "/communities" }}
          />
        ) : (
          <ul class="communities">
            {communities.map((community) => (
              <li class="community" key={community.id}>
                <div>
                  <h2 class="community__name">
                    <a href={`${community.path}/new?kind=question`}>{community.name}</a>
                  </h2>
                  <p class="community__purpose">{community.purpose}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
