import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { InsetText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

/** Minutes that are offered; 60 is the most there is. */
export const OFFERED_MINUTES = [15, 30, 60] as const;

export interface EmergencyAccessProps {
  readonly community: CommunityPage;
  /** Why there is nothing to ask for: it is read already, anyway, or by emergency access. */
  readonly already: "reader" | "opened" | null;
  readonly form: FormState;
}

/** An administrator opens a community for members only, to read it for a while; whom that is told is said first. */
export function EmergencyAccessPage({ community, already, form }: EmergencyAccessProps): VNode {
  const { t } = useSpeech();
  const { name, path } = community;
  return (
    <>
      <PageHead crumbs={[{ text: name, href: path }]} title={t("community.emergency.title", { name })} />
      <div class="width page page--narrow">
        {already === null ? (
          <OpeningForm path={path} form={form} />
        ) : (
          <InsetText>
            {t(`community.emergency.already.${already}`)} <a href={path}>{name}</a>
          </InsetText>
        )}
      </div>
    </>
  );
}

function OpeningForm({ path, form }: { path: string; form: FormState }): VNode {
  const { t } = useSpeech();
  const chosen = form.text.minutes ?? "15";
  return (
    <>
      <ErrorSummary errors={summaryOf(form)} />
      <p>{t("community.emergency.means")}</p>
      <ul class="govuk-list govuk-list--bullet">
        {["told", "log", "read"].map((what) => (
          <li key={what}>{t(`community.emergency.then.${what}`)}</li>
        ))}
      </ul>
      <form action={`${path}/emergency-access`} method="post">
        <Textarea
          name="reason"
          label={t("community.emergency.reason")}
          hint={t("community.emergency.reasonHint")}
          rows={3}
          maxlength={1000}
          value={form.text.reason}
          error={errorOf(form, "reason")}
        />
        <Radios
          name="minutes"
          legend={t("community.emergency.minutes")}
          inline
          items={OFFERED_MINUTES.map((minutes) => ({
            value: String(minutes),
            text: t("community.emergency.minutesOf", { count: minutes }),
            checked: chosen === String(minutes),
          }))}
          error={errorOf(form, "minutes")}
        />
        <Button kind="warning">{t("community.emergency.act")}</Button>
      </form>
    </>
  );
}
