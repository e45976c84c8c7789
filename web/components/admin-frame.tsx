import type { ComponentChildren, VNode } from "preact";
import { type FormState, summaryOf } from "../forms.ts";
import { ErrorSummary } from "./govuk/error-summary.tsx";
import { SubNavigation } from "./govuk/sub-navigation.tsx";
import { PageHead } from "./page-head.tsx";
import { useSpeech } from "./speech.tsx";

/** Pages of the administration, in the order of its navigation. */
export const ADMIN_PLACES = [
  ["start", "/admin"],
  ["councils", "/admin/councils"],
  ["people", "/admin/people"],
  ["invitations", "/admin/invitations"],
  ["leads", "/admin/leads"],
  ["peers", "/admin/peers"],
  ["reports", "/admin/reports"],
  ["doctor", "/admin/doctor"],
  ["settings", "/admin/settings"],
] as const;
export type AdminPlace = (typeof ADMIN_PLACES)[number][0];

export interface AdminFrameProps {
  readonly place: AdminPlace;
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly facts?: ComponentChildren;
  readonly form: FormState;
  readonly children: ComponentChildren;
}

/** The pages for administrators, with the ways between them. Their words may name what the other pages never do. */
export function AdminFrame({ place, title, text, facts, form, children }: AdminFrameProps): VNode {
  const { t } = useSpeech();
  const items = ADMIN_PLACES.map(([one, href]) => ({
    text: t(`admin.place.${one}`),
    href,
    current: one === place,
  }));
  return (
    <>
      <PageHead
        title={title}
        text={text}
        facts={facts}
        tabs={<SubNavigation label={t("common.administration")} items={items} />}
      />
      <div class="width page" data-for="operator">
        {form.errors.length === 0 ? null : (
          <div class="measure">
            <ErrorSummary errors={summaryOf(form)} />
          </div>
        )}
        {children}
      </div>
    </>
  );
}
