import type { VNode } from "preact";
import type { Stretch } from "../../node/text/compare.ts";
import { useSpeech } from "./speech.tsx";

/** Words of two versions in one text; what was added or taken out is also said in words, for those who listen. */
export function Stretches({ of }: { of: readonly Stretch[] }): VNode {
  return (
    <>{of.map((stretch, i) => (stretch.kind === "same" ? stretch.text : <Change key={i} of={stretch} />))}</>
  );
}

function Change({ of: { kind, text } }: { of: Stretch }): VNode {
  const { t, language } = useSpeech();
  const said = (key: string) => (
    <span class="govuk-visually-hidden" lang={language}>
      {` ${t(`topic.history.${key}`)} `}
    </span>
  );
  const Mark = kind === "added" ? "ins" : "del";
  return (
    <Mark>
      {said(kind)}
      {text}
      {said("end")}
    </Mark>
  );
}
