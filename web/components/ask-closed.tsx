import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import { ActLink } from "./community-act.tsx";
import { useSpeech } from "./speech.tsx";

/** Nobody reads along where members alone read: they ask, unless they have to be invited. */
export function AskClosed({ community, small }: { community: CommunityCard; small: boolean }): VNode | null {
  const { t } = useSpeech();
  const { path, name, joining } = community;
  if (joining === "invitation") return <span class="state">{t("community.closed.joining_invitation")}</span>;
  return <ActLink href={`${path}/join`} text={t("community.askToJoin")} about={name} small={small} />;
}
