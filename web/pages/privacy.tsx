import type { VNode } from "preact";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import type { Site } from "../site.ts";
import { Contact } from "./house-rules.tsx";

const PARTS = ["what", "why", "copies", "erase", "cookies", "mails", "addresses"] as const;

/** What is kept about people, why, for how long, and where copies are. */
export function PrivacyPage({ site }: { site: Site }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        title={t("common.privacy")}
        text={t("site.privacy.text", { council: site.council ?? site.name })}
      />
      <div class="width page page--narrow stack">
        {PARTS.map((part) => (
          <section key={part}>
            <h2>{t(`site.privacy.${part}.title`)}</h2>
            <p>{t(`site.privacy.${part}.text`)}</p>
          </section>
        ))}
        <h2>{t("site.privacy.rightsTitle")}</h2>
        <p>{t("site.privacy.rights")}</p>
        <Contact site={site} />
      </div>
    </>
  );
}
