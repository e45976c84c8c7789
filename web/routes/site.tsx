import type { WebApp } from "../env.ts";
import { AccessibilityPage } from "../pages/accessibility.tsx";
import { HouseRulesPage } from "../pages/house-rules.tsx";
import { PrivacyPage } from "../pages/privacy.tsx";
import { page } from "../respond.tsx";

// When the statement was last gone through; SI 2018/952 asks for a date, and for a review every year.
const STATEMENT_PREPARED = new Date("2026-11-22T00:00:00Z");

/** Pages about the site itself, the same for everyone. */
export function registerSiteRoutes(app: WebApp): void {
  app.get("/house-rules", (c) =>
    page(
      c,
      { title: c.get("speech").t("common.houseRules"), cache: "content" },
      <HouseRulesPage site={c.get("site")} />,
    ),
  );
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
