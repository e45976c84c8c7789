import type { VNode } from "preact";
import type { Journey, Lateness } from "../../node/posts/types.ts";
import type { Speech } from "../language.ts";
import { Icon, type IconName } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

export interface JourneyLineProps {
  readonly journey: Journey;
  /** The council's site where the community lives; null when it is this one. */
  readonly home: string | null;
  /** Where a declined post can be changed and sent again. */
  readonly editPath?: string | undefined;
}

const ICONS: Readonly<Record<Journey["kind"], IconName>> = {
  here: "check",
  saved: "clock",
  "on-its-way": "send",
  arrived: "check",
  declined: "triangle-alert",
};

/** The true state of what one wrote, in a sentence. Nothing is said of posts that are simply here. */
export function JourneyLine({ journey, home, editPath }: JourneyLineProps): VNode | null {
  const { t } = useSpeech();
  const sentence = useJourneySentence(journey, home);
  if (sentence === null) return null;
  return (
    <p class={`journey journey--${journey.kind}`}>
      <Icon name={ICONS[journey.kind]} />
      <span>
        {sentence}
        {journey.kind === "declined" && editPath !== undefined ? (
          <>
            {" "}
            <a href={editPath}>{t("topic.journey.editAndSend")}</a>
          </>
        ) : null}
      </span>
    </p>
  );
}

function useJourneySentence(journey: Journey, home: string | null): string | null {
  const speech = useSpeech();
  const place = home ?? speech.t("topic.journey.theCommunity");
  switch (journey.kind) {
    case "here":
      return null;
    case "saved":
      return journey.late === null
        ? speech.t("topic.journey.saved", { home: place })
        : speech.t("topic.journey.savedLate", {
            home: place,
            when: speech.dateTimeOf(journey.late.since),
            why: whyOf(speech, journey.late),
          });
    case "on-its-way":
      return speech.t("topic.journey.onItsWay", { home: place });
    case "arrived":
      return speech.t("topic.journey.arrived", { home: place });
    case "declined":
      return speech.t("topic.journey.declined", { home: place, reason: reasonOf(speech, journey) });
  }
}

/** The community's own words; where it has none, or they say only why a discussion is closed, what the code means. */
function reasonOf({ t }: Speech, { reason, code }: Extract<Journey, { kind: "declined" }>): string {
  const meaning = t(`errors.refusal.${code}`);
  if (reason === "") return meaning;
  return code === "locked" ? `${meaning} ${reason}` : reason;
}

/** Says plainly that a community's home does not answer, since when and why. */
export function LatenessLine({ lateness }: { lateness: Lateness }): VNode {
  const speech = useSpeech();
  const facts = {
    home: lateness.home,
    when: speech.dateTimeOf(lateness.since),
    why: whyOf(speech, lateness),
  };
  return (
    <p class="notice-line">
      <Icon name="triangle-alert" />
      <span>{speech.t("topic.lateHome", facts)}</span>
    </p>
  );
}

/** The cause in brackets, behind the date; nothing where the sentence says it already. */
function whyOf({ t }: Speech, { cause }: Lateness): string {
  return cause === "not-answering" ? "" : ` (${t(`topic.late.${cause}`)})`;
}
