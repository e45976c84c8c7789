import type { VNode } from "preact";
import type { PostActs } from "../../node/posts/types.ts";
import { useSpeech } from "./speech.tsx";

export interface GoneActsProps {
  readonly may: Pick<PostActs, "restore" | "appeal">;
  /** What one does with the post stands behind it. */
  readonly path: string;
  readonly about: string;
}

/** What one can do about a post that was removed: restore it, or appeal. */
export function GoneActs({ may, path, about }: GoneActsProps): VNode | null {
  const { t } = useSpeech();
  const acts = (["restore", "appeal"] as const).filter((act) => may[act]);
  if (acts.length === 0) return null;
  return (
    <div class="post__acts">
      {acts.map((act) => (
        <a class="act" href={`${path}/${act}`} key={act}>
          {t(`topic.act.${act}`)}
          <span class="govuk-visually-hidden"> {about}</span>
        </a>
      ))}
    </div>
  );
}
