import type { ComponentChildren, VNode } from "preact";
import { type FormState, summaryOf } from "../forms.ts";
import { ErrorSummary } from "./govuk/error-summary.tsx";
import { SubNavigation } from "./govuk/sub-navigation.tsx";
import { PageHead } from "./page-head.tsx";
import { useSpeech } from "./speech.tsx";

export const MY_PLACES = ["profile", "settings", "sessions", "invite", "reports", "tokens"] as const;
export type MyPlace = (typeof MY_PLACES)[number];

const HREF: Readonly<Record<MyPlace, string>> = {
  profile: "/me",
  settings: "/me/settings",
  sessions: "/me/sessions",
  invite: "/me/invite",
  reports: "/me/reports",
  tokens: "/me/tokens",
};

export interface MyFrameProps {
  readonly place: MyPlace;
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly form: FormState;
  readonly children: ComponentChildren;
}

/** The pages about oneself, with the ways between them. */
export function MyFrame({ place, title, text, form, children }: MyFrameProps): VNode {
  return (
    <>
      <PageHead title={title} text={text} tabs={<MyPlaces place={place} />} />
      <div class="width page">
        <div class="measure">
          <ErrorSummary errors={summaryOf(form)} />
          {children}
        </div>
      </div>
    </>
  );
}

/** The ways between the pages about oneself. */
export function MyPlaces({ place }: { place: MyPlace }): VNode {
  const { t } = useSpeech();
  const items = MY_PLACES.map((one) => ({
    text: t(`account.place.${one}`),
    href: HREF[one],
    current: one === place,
  }));
  return <SubNavigation label={t("account.place.label")} items={items} />;
}
