import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import { JoinActs } from "./join-acts.tsx";
import { MembersFrom } from "./members-from.tsx";
import { useSpeech } from "./speech.tsx";
import { themeName } from "./themes.tsx";

export interface CommunityListProps {
  readonly communities: readonly CommunityCard[];
  readonly signedIn: boolean;
  readonly headingLevel?: 2 | 3;
  /** Without buttons, where the list only points somewhere. */
  readonly quiet?: boolean;
}

/** Communities in a list: what each is for, how lively it is, and the button that fits. */
export function CommunityList({
  communities,
  signedIn,
  headingLevel = 2,
  quiet = false,
}: CommunityListProps): VNode {
  const Heading = headingLevel === 2 ? "h2" : "h3";
  return (
    <ul class="communities">
      {communities.map((community) => (
        <li class="community" key={community.id}>
          <div class="community__main">
            <Heading class="community__name">
              <a href={community.path}>{community.name}</a>
            </Heading>
            <p class="community__purpose">{community.purpose}</p>
            <CommunityFacts community={community} />
          </div>
          {quiet ? null : (
            <div class="community__acts">
              <JoinActs community={community} signedIn={signedIn} small />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function CommunityFacts({ community }: { community: CommunityCard }): VNode {
  const { t, shortDateOf } = useSpeech();
  const { members, lastActivity, unanswered, level, home, themes } = community;
  return (
    <p class="community__facts">
      <MembersFrom community={community} />
      {level === "open" ? null : <span>{t(`community.level.${level}.short`)}</span>}
      {members === null ? null : (
        <span>
          {lastActivity === null
            ? t("community.directory.noActivity")
            : t("community.directory.lastActivity", { date: shortDateOf(lastActivity) })}
        </span>
      )}
      {unanswered === 0 ? null : (
        <a href={`${community.path}/questions?show=unanswered`}>
          {t("community.directory.unanswered", { count: unanswered })}
        </a>
      )}
      {themes.slice(0, 2).map((theme) => (
        <span key={theme}>{themeName(theme, t)}</span>
      ))}
      {home === null ? null : <span class="via">{t("common.via", { home })}</span>}
    </p>
  );
}
