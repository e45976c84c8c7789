import type { VNode } from "preact";
import { useSpeech } from "./speech.tsx";

/** Hidden while there is none; a behaviour fills it in place. */
export function ComposerPreview({ html }: { html: string | null }): VNode {
  const { t } = useSpeech();
  if (html === null) return <section class="composer__preview" aria-label={t("topic.preview")} hidden />;
  return (
    <section class="composer__preview" id="preview" aria-label={t("topic.preview")}>
      <p class="composer__preview-title">{t("topic.previewTitle")}</p>
      <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}
