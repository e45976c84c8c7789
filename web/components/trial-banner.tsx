import type { VNode } from "preact";
import { useSpeech } from "./speech.tsx";

/** Speaks to whoever tries the program out, hence its words; they are the only exception to the words of the pages. */
export function TrialBanner(): VNode {
  const { t } = useSpeech();
  return (
    <div class="trial" role="status" data-for="operator">
      <div class="width">{t("common.trial")}</div>
    </div>
  );
}
