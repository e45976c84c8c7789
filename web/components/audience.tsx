import type { VNode } from "preact";
import type { Audience } from "../../node/communities/audience.ts";
import type { CommunityLabel } from "../../node/communities/types.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { Speech } from "../language.ts";
import { isByReference } from "./by-reference.ts";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

interface Read {
  readonly community: Pick<CommunityLabel, "level" | "local" | "home">;
  readonly audience: Audience | null;
}

/** Who can read what one writes, in a line for the box: of a community for members only how many, and who keeps copies. */
export function Readers({ community: { level, local }, audience }: Read): VNode {
  const speech = useSpeech();
  const { t } = speech;
  if (audience === null)
    return (
      <ReadersLine
        icon={isPublicLevel(level) ? "globe" : "lock"}
        text={t(`community.level.${level}.readers`)}
      />
    );
  const councils = t("community.councils", { count: audience.councils });
  const who = t("community.closed.readBy", { count: audience.members, councils });
  const holders = holdersOf(audience, speech);
  const copies =
    level === "confidential"
      ? t(`community.hidden.${local ? "keptHereShort" : "keptShort"}`, { home: holders })
      : t("community.closed.copiesShort", { holders });
  return <ReadersLine icon="lock" text={`${who} ${copies}`} />;
}

function ReadersLine({ icon, text }: { icon: "globe" | "lock"; text: string }): VNode {
  return (
    <>
      <Icon name={icon} />
      {text}
    </>
  );
}

/** Who reads a community, beside what stands in it: for members of a closed one with where copies are kept. */
export function WhoReads({ community, audience }: Read): VNode {
  const { t } = useSpeech();
  if (audience !== null) return <Copies community={community} audience={audience} />;
  // Its home is away: what it holds is not known, where it is kept is.
  if (isByReference(community))
    return <p class="small">{t("community.hidden.kept", { home: community.home ?? "" })}</p>;
  return <p class="small secondary">{t(`community.level.${community.level}.who`)}</p>;
}

/**
 * What members are told about copies (profile D-14): names change as councils join and leave. Of a hidden community there are
 * none.
 */
export function Copies({ community, audience }: Read & { audience: Audience }): VNode {
  const speech = useSpeech();
  if (community.level === "confidential") {
    const key = community.local ? "keptHere" : "kept";
    return <p class="small">{speech.t(`community.hidden.${key}`, { home: holdersOf(audience, speech) })}</p>;
  }
  return <p class="small">{speech.t("community.closed.copies", { holders: holdersOf(audience, speech) })}</p>;
}

function holdersOf({ holders }: Audience, { listOf }: Speech): string {
  return listOf(holders);
}
