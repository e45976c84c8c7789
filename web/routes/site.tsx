import { findHouseRules } from "../../node/settings/house-rules.ts";
import type { WebApp } from "../env.ts";
import { AccessibilityPage } from "../pages/accessibility.tsx";
import { HouseRulesPage } from "../pages/house-rules.tsx";
import { PrivacyPage } from "../pages/privacy.tsx";
import { page } from "../respond.tsx";

// When the statement was last gone through; SI 2018/952 asks for a date, and for a review every year.
const STATEMENT_PREPARED = new Date("2026-11-22T00:00:00Z");

/** Pages about the site itself, the same for everyone. */
export function registerSiteRoutes(app: WebApp): void {
  app.get("/house-rules", async (c) => {
    const rules = await findHouseRules(c.get("ctx"));
    const { t, language } = c.get("speech");
    const own = rules === null ? null : rules[language] || rules.en;
    const options = { title: t("common.houseRules"), cache: "content" } as const;
    return page(c, options, <HouseRulesPage site={c.get("site")} own={own} />);
  });
  app.get("/accessibility", (c) =>
    page(
      c,
      { title: c.get("speech").t("common.accessibility"), cache: "content" },
      <AccessibilityPage site={c.get("site")} prepared={STATEMENT_PREPARED} />,
    ),
  );
  app.get("/privacy", (c) =>
    page(
      c,
      { title: c.get("speech").t("common.privacy"), cache: "content" },
      <PrivacyPage site={c.get("site")} />,
    ),
  );
}
