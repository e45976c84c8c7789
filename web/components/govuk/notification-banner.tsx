import type { ComponentChildren, VNode } from "preact";
import { useSpeech } from "../speech.tsx";
import { classesOf } from "./classes.ts";

export interface NotificationBannerProps {
  /** `success`: what the person just did worked. */
  readonly kind?: "success" | undefined;
  /** One sentence; more goes into children. */
  readonly text?: string | undefined;
  readonly children?: ComponentChildren;
}

/** GOV.UK notification banner, at most one a page. */
export function NotificationBanner({ kind, text, children }: NotificationBannerProps): VNode {
  const { t } = useSpeech();
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: GOV.UK's markup; both roles that are chosen here take a label.
    <div
      class={classesOf("govuk-notification-banner", kind && `govuk-notification-banner--${kind}`)}
      role={kind === "success" ? "alert" : "region"}
      aria-labelledby="govuk-notification-banner-title"
    >
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="govuk-notification-banner-title">
          {t(kind === "success" ? "common.bannerSuccess" : "common.bannerImportant")}
        </h2>
      </div>
      <div class="govuk-notification-banner__content">
        {text === undefined ? null : <p class="govuk-notification-banner__heading">{text}</p>}
        {children}
      </div>
    </div>
  );
}
