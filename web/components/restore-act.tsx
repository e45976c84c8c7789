import type { VNode } from "preact";
import { useSpeech } from "./speech.tsx";

/** The way back for a post that was removed. `path`: what one does with it; `about`: whose it is. */
export function RestoreAct({ path, about }: { path: string; about: string }): VNode {
  const { t } = useSpeech();
  return (
    <div class="post__acts">
      <a class="act" href={`${path}/restore`}>
        {t("topic.act.restore")}
        <span class="govuk-visually-hidden"> {about}</span>
      </a>
    </div>
  );
}
