import type { VNode } from "preact";
import type { ReportView } from "../../node/moderation/types.ts";
import { reportPathOf } from "../components/by-reference.ts";
import { Button } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Details } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { ReportedPostText, ReportOrigin, ReportStateTag, ReportWords } from "../components/report-card.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface ReportDecisionProps {
  readonly report: ReportView;
  readonly form: FormState;
}

/** One report: what is wrong, the post, and the two ways to end it. */
export function ReportDecisionPage({ report, form }: ReportDecisionProps): VNode {
  const { t } = useSpeech();
  const { community } = report;
  return (
    <>
      <PageHead
        crumbs={[
          { text: community.name, href: community.path },
          {
            text: t("report.list.title"),
            href: report.facilitates ? `${community.path}/reports` : "/admin/reports",
          },
        ]}
        title={t(`topic.report.kind.${report.category}`)}
        facts={report.state === "open" && !report.onItsWay ? undefined : <ReportStateTag report={report} />}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        <ReportWords report={report} />
        <ReportOrigin report={report} />
        <ReportedPostText report={report} />
        <Outcome report={report} />
        {report.mayDecide ? <Decision report={report} form={form} /> : null}
      </div>
    </>
  );
}

/** How it ended, or who decides. */
function Outcome({ report }: { report: ReportView }): VNode | null {
  const { t } = useSpeech();
  const { decided, community, state } = report;
  if (decided !== null) {
    const key = `report.decided.${state}`;
    return (
      <>
        <p>
          {decided.by === null ? (
            <Say k={`${key}Somebody`} parts={{ when: <Time at={decided.at} /> }} />
          ) : (
            <Say k={key} facts={{ name: decided.by.name }} parts={{ when: <Time at={decided.at} /> }} />
          )}
        </p>
        {decided.reason === "" ? null : <blockquote class="request__words">{decided.reason}</blockquote>}
      </>
    );
  }
  if (report.onItsWay) return <p>{t("report.onItsWay", { home: community.home ?? community.name })}</p>;
  if (report.mayDecide) return null;
  return <p>{t("report.theyDecide", { community: community.name })}</p>;
}

function Decision({ report, form }: ReportDecisionProps): VNode {
  const { t } = useSpeech();
  const action = reportPathOf(report);
  const gone = report.post?.gone ?? null;
  return (
    <>
      {report.post === null ? null : (
        <form action={action} method="post">
          {gone === null ? <h2 class="section-title">{t("report.remove.title")}</h2> : null}
          <input type="hidden" name="act" value="remove" />
          <Textarea
            name="reason"
            label={t(gone === null ? "report.remove.reason" : "report.remove.note")}
            labelSize="s"
            hint={gone === null ? t("report.remove.hint") : undefined}
            rows={2}
            maxlength={1000}
            value={form.text.reason ?? t(`report.reasonFor.${report.category}`)}
            error={errorOf(form, "reason")}
          />
          <Button kind={gone === null ? "warning" : undefined}>
            {t(gone === null ? "report.remove.act" : "report.remove.close")}
          </Button>
        </form>
      )}
      {gone === null ? <Dismissal action={action} /> : null}
    </>
  );
}

function Dismissal({ action }: { action: string }): VNode {
  const { t } = useSpeech();
  return (
    <form action={action} method="post">
      <h2 class="section-title">{t("report.dismiss.title")}</h2>
      <input type="hidden" name="act" value="dismiss" />
      <p>{t("report.dismiss.text")}</p>
      <Details summary={t("report.dismiss.addNote")}>
        <Textarea name="reason" id="note" label={t("report.dismiss.note")} rows={2} maxlength={1000} />
      </Details>
      <Button kind="secondary">{t("report.dismiss.act")}</Button>
    </form>
  );
}
