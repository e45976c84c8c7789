import { EMPTY_FORM } from "../../../web/forms.ts";
import { AccessibilityPage } from "../../../web/pages/accessibility.tsx";
import { ErrorPage } from "../../../web/pages/error.tsx";
import { HouseRulesPage } from "../../../web/pages/house-rules.tsx";
import { MadeTokenPage, TokensPage } from "../../../web/pages/my-tokens.tsx";
import { PrivacyPage } from "../../../web/pages/privacy.tsx";
import { NOW } from "./demo-views.ts";
import { type GalleryState, SITE } from "./render.tsx";

const key = {
  id: "01a202ff-b972-7ed3-bebc-1702b7ca770a",
  name: "Weekly report",
  scopes: ["read", "write"],
  created: NOW,
  expires: NOW,
  lastUsed: NOW,
} as const;

/** About the site, keys for programs, and what went wrong. */
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
  keys: {
    title: "Access for programs",
    path: "/me/tokens",
    body: () => (
      <TokensPage
        administrator
        tokens={[key, { ...key, id: key.id.replace("1", "2"), lastUsed: null }]}
        form={EMPTY_FORM}
      />
    ),
  },
  "key-made": {
    title: "Your key",
    path: "/me/tokens",
    body: () => <MadeTokenPage name={key.name} secret={`mth_${"aZ3".repeat(14)}Q`} />,
  },
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
