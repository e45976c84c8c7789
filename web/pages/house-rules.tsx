import type { VNode } from "preact";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import type { Site } from "../site.ts";

const RULES = ["kind", "nobody", "public", "name", "checked", "report"] as const;

/** What is expected of everyone, and who to turn to. `own`: what the administrator wrote instead of our rules. */
export function HouseRulesPage({ site, own }: { site: Site; own: string | null }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("common.houseRules")} text={t("site.rules.text")} />
      <div class="width page page--narrow stack">
        {own === null ? (
          <ol class="rules">
            {RULES.map((rule) => (
              <li key={rule}>
                <strong>{t(`site.rules.${rule}.title`)}</strong> {t(`site.rules.${rule}.text`)}
              </li>
            ))}
          </ol>
        ) : (
          own.split(/\n\s*\n/).map((paragraph) => <p key={paragraph}>{paragraph}</p>)
        )}
        <h2>{t("site.rules.removalTitle")}</h2>
        <p>{t("site.rules.removalText")}</p>
        <h2 id="contact">{t("common.contact")}</h2>
        <Contact site={site} />
      </div>
    </>
  );
}

/** The named person who answers for the site. */
export function Contact({ site }: { site: Site }): VNode {
  const { t } = useSpeech();
  if (site.contact === null) return <p>{t("site.contactMissing")}</p>;
  return (
    <p>
      <Say
        k="site.contact"
        facts={{ name: site.contact.name, council: site.council ?? site.name }}
        parts={{ email: <a href={`mailto:${site.contact.email}`}>{site.contact.email}</a> }}
      />
    </p>
  );
}
