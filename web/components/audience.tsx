import type { VNode } from "preact";
import type { Audience } from "../../node/communities/audience.ts";
import type { CommunityLabel } from "../../node/communities/types.ts";
import type { Speech } from "../language.ts";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

interface Read {
  readonly community: Pick<CommunityLabel, "level">;
  readonly audience: Audience | null;
}

/** Who can read what one writes, in a line for the box: of a community for members only how many, and who keeps copies. */
export function Readers({ community: { level }, audience }: Read): VNode {
  const speech = useSpeech();
  const { t } = speech;
  if (audience === null) return <ReadersLine icon="globe" text={t(`community.level.${level}.readers`)} />;
  const councils = t("community.councils", { count: audience.councils });
  const who = t("community.closed.readBy", { count: audience.members, councils });
  const copies = t("community.closed.copiesShort", { holders: holdersOf(audience, speech) });
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
  if (audience !== null) return <Copies audience={audience} />;
  return <p class="small secondary">{t(`community.level.${community.level}.who`)}</p>;
}

/** What members of a closed community are told about its copies (profile D-14). Names change as councils join and leave. */
export function Copies({ audience }: { audience: Audience }): VNode {
  const speech = useSpeech();
  return <p class="small">{speech.t("community.closed.copies", { holders: holdersOf(audience, speech) })}</p>;
}

function holdersOf({ holders }: Audience, { listOf }: Speech): string {
  return listOf(holders);
}
