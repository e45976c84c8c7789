import type { ComponentChildren, VNode } from "preact";
import { type FormState, summaryOf } from "../forms.ts";
import { ErrorSummary } from "./govuk/error-summary.tsx";
import { SubNavigation } from "./govuk/sub-navigation.tsx";
import { PageHead } from "./page-head.tsx";
import { useSpeech } from "./speech.tsx";

export const MY_PLACES = ["profile", "settings", "sessions", "invite"] as const;
export type MyPlace = (typeof MY_PLACES)[number];

const HREF: Readonly<Record<MyPlace, string>> = {
  profile: "/me",
  settings: "/me/settings",
  sessions: "/me/sessions",
  invite: "/me/invite",
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
  const { t } = useSpeech();
  const items = MY_PLACES.map((one) => ({
    text: t(`account.place.${one}`),
    href: HREF[one],
    current: one === place,
  }));
  return (
    <>
      <PageHead
        title={title}
        text={text}
        tabs={<SubNavigation label={t("account.place.label")} items={items} />}
      />
      <div class="width page">
        <div class="measure">
          <ErrorSummary errors={summaryOf(form)} />
          {children}
        </div>
      </div>
    </>
  );
}
