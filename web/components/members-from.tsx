import type { VNode } from "preact";
import type { CommunityCard, CommunityPage } from "../../node/communities/types.ts";
import { useSpeech } from "./speech.tsx";

/** How many members from how many councils; nothing where the person looking may not know. */
export function MembersFrom({
  community: { members, councils },
}: {
  community: Pick<CommunityCard, "members" | "councils">;
}): VNode | null {
  const { t } = useSpeech();
  if (members === null) return null;
  const from = t("community.councils", { count: councils ?? 0 });
  return <span>{t("community.membersFrom", { count: members, councils: from })}</span>;
}

/** Under a community’s name: who is in it, who can read, and where it lives. */
export function CommunityFacts({ community }: { community: CommunityPage }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <MembersFrom community={community} />
      <span>{t(`community.level.${community.level}.short`)}</span>
      {community.home === null ? null : <span class="via">{t("common.via", { home: community.home })}</span>}
    </>
  );
}
