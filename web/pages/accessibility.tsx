import type { VNode } from "preact";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import type { Site } from "../site.ts";
import { Contact } from "./house-rules.tsx";

const KNOWN_ISSUES = ["screenReaders", "welsh", "posts"] as const;

/** The accessibility statement that the law asks of every public body (SI 2018/952, regulation 8). */
export function AccessibilityPage({ site, prepared }: { site: Site; prepared: Date }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("common.accessibility")} />
      <div class="width page page--narrow stack">
        <p class="lead">
          {t("site.accessibility.text", { site: site.name, council: site.council ?? site.name })}
        </p>
        <ul class="govuk-list govuk-list--bullet">
          {(["zoom", "keyboard", "script", "reader", "colours"] as const).map((one) => (
            <li key={one}>{t(`site.accessibility.can.${one}`)}</li>
          ))}
        </ul>
        <h2>{t("site.accessibility.statusTitle")}</h2>
        <p>{t("site.accessibility.status")}</p>
        <ul class="govuk-list govuk-list--bullet">
          {KNOWN_ISSUES.map((issue) => (
            <li key={issue}>{t(`site.accessibility.known.${issue}`)}</li>
          ))}
        </ul>
        <h2>{t("site.accessibility.feedbackTitle")}</h2>
        <p>{t("site.accessibility.feedback")}</p>
        <Contact site={site} />
        <h2>{t("site.accessibility.enforcementTitle")}</h2>
        <p>{t("site.accessibility.enforcement")}</p>
        <p class="secondary">
          {t("site.accessibility.prepared")} <Time at={prepared} as="date" />
        </p>
      </div>
    </>
  );
}
