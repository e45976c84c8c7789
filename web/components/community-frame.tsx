import type { ComponentChildren, VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { crumbFor, isByReference } from "./by-reference.ts";
import { Button } from "./govuk/button.tsx";
import { SubNavigation } from "./govuk/sub-navigation.tsx";
import { HoldingLine } from "./holding.tsx";
import { JoinActs } from "./join-acts.tsx";
import { CommunityFacts } from "./members-from.tsx";
import { PageHead } from "./page-head.tsx";
import { useSpeech } from "./speech.tsx";

export type CommunityTab =
  | "discussions"
  | "questions"
  | "members"
  | "about"
  | "requests"
  | "invitations"
  | "reports"
  | "settings";

export interface CommunityFrameProps {
  readonly community: CommunityPage;
  readonly tab: CommunityTab;
  readonly signedIn: boolean;
  /** Requests that wait, for facilitators. */
  readonly requests: number;
  readonly children: ComponentChildren;
}

/** Title, purpose, join button and places of a community, above each of its pages. */
export function CommunityFrame({ community, tab, signedIn, requests, children }: CommunityFrameProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[{ text: t("common.home"), href: "/" }, crumbFor(community, t)]}
        title={community.name}
        titleLang={community.language}
        text={<span lang={community.language}>{community.purpose}</span>}
        facts={<CommunityFacts community={community} />}
        acts={
          <>
            {mayWrite(community) ? (
              <Button href={`${community.path}/new?kind=question`}>{t("community.ask")}</Button>
            ) : null}
            <JoinActs community={community} signedIn={signedIn} facilitators={community.facilitators} />
          </>
        }
        tabs={<SubNavigation label={t("community.places")} items={tabsOf(community, tab, requests, t)} />}
      />
      <div class="width">
        {community.home === null || !community.readable ? null : (
          <HoldingLine holding={community.holding} home={community.home} />
        )}
        {children}
      </div>
    </>
  );
}

/** In an open community anyone signed in may start writing: posting also joins. */
export function mayWrite(community: CommunityPage): boolean {
  const { kind } = community.relation;
  return kind === "member" || (community.level === "open" && kind !== "suspended" && kind !== "removed");
}

/** What facilitators have beside the others; those of other councils have a part of it by reference. */
function runningTabs(community: CommunityPage): readonly CommunityTab[] {
  if (isByReference(community)) return ["invitations", "reports", "settings"];
  return ["requests", "invitations", "reports", "settings"];
}

function tabsOf(
  community: CommunityPage,
  tab: CommunityTab,
  requests: number,
  t: (key: string, facts?: Record<string, number>) => string,
) {
  const { path, relation, readable } = community;
  const facilitates = relation.kind === "member" && relation.role !== "member";
  const places: readonly (readonly [CommunityTab, string])[] = [
    ["discussions", path],
    ...(readable
      ? ([
          ["questions", `${path}/questions`],
          ["members", `${path}/members`],
        ] as const)
      : []),
    ["about", `${path}/about`],
    ...(facilitates ? runningTabs(community) : []).map((key) => [key, `${path}/${key}`] as const),
  ];
  return places.map(([key, href]) => ({
    text: t(`community.tab.${key}`),
    href,
    current: key === tab,
    count:
      key === "requests" && requests > 0
        ? { value: String(requests), meaning: t("community.requestsWaiting", { count: requests }) }
        : undefined,
  }));
}
