import type { VNode } from "preact";
import type { UrgentContactText } from "../../node/settings/urgent-contact.ts";
import { useSpeech } from "./speech.tsx";

/**
 * Whom to ring before a report about somebody in danger is sent. `first`: it stands above the form and takes the focus;
 * else the style shows it as soon as that reason is chosen.
 */
export function UrgentContact({ contact, first }: { contact: UrgentContactText; first: boolean }): VNode {
  const { t } = useSpeech();
  return (
    <section
      class={first ? "urgent" : "urgent urgent--when-chosen"}
      aria-labelledby="urgent"
      {...(first ? { "data-behaviour": "error-summary", tabindex: -1 } : {})}
    >
      <h2 class="urgent__title" id="urgent">
        {t("topic.report.urgentTitle")}
      </h2>
      <p class="urgent__contact" lang={contact.language}>
        {contact.text}
      </p>
      <p>{t("topic.report.urgentText")}</p>
    </section>
  );
}
