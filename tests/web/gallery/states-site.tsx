import { AccessibilityPage } from "../../../web/pages/accessibility.tsx";
import { ErrorPage } from "../../../web/pages/error.tsx";
import { HouseRulesPage } from "../../../web/pages/house-rules.tsx";
import { PrivacyPage } from "../../../web/pages/privacy.tsx";
import { NOW } from "./demo-views.ts";
import { type GalleryState, SITE } from "./render.tsx";

/** About the site, and what went wrong. */
export const siteStates: Readonly<Record<string, GalleryState>> = {
  rules: {
    title: "House rules",
    path: "/house-rules",
    visitor: true,
    body: () => <HouseRulesPage site={SITE} own={null} />,
  },
  accessibility: {
    title: "Accessibility",
    path: "/accessibility",
    visitor: true,
    body: () => <AccessibilityPage site={SITE} prepared={NOW} />,
  },
  privacy: { title: "Privacy", path: "/privacy", visitor: true, body: () => <PrivacyPage site={SITE} /> },
  "error-404": {
    title: "Page not found",
    path: "/x",
    body: () => (
      <ErrorPage
        title="Page not found"
        sentence="There is nothing at this address, or it is not open to you."
        status={404}
        request={null}
        contact={SITE.contact}
      />
    ),
  },
  "error-500": {
    title: "Sorry",
    path: "/x",
    body: () => (
      <ErrorPage
        title="Sorry, something went wrong"
        sentence="The service could not show this page. It is not your fault."
        status={500}
        request="4f6b1c9e-70c2-4d2c-9f2e-2d6f3a0c5f11"
        contact={SITE.contact}
      />
    ),
  },
};
