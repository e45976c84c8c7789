import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface CommunityExportProps {
  readonly community: CommunityPage;
  readonly requests: number;
  readonly form: FormState;
}

/** A facilitator takes an archive of the community; what is in it and who learns of it is said first. */
export function CommunityExportPage({ community, requests, form }: CommunityExportProps): VNode {
  const { t } = useSpeech();
  return (
    <CommunityFrame community={community} tab="settings" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <ErrorSummary errors={summaryOf(form)} />
        <h2 class="list-title">{t("community.export.title")}</h2>
        <p>{t("community.export.means")}</p>
        <p>{t(`community.export.${community.level === "closed" ? "meansClosed" : "meansOpen"}`)}</p>
        <form action={`${community.path}/export`} method="post">
          <Textarea
            name="reason"
            label={t("community.export.reason")}
            hint={t("community.export.reasonHint")}
            rows={2}
            maxlength={1000}
            value={form.text.reason}
            error={errorOf(form, "reason")}
          />
          <Button>{t("community.export.act")}</Button>
        </form>
        <p>
          <a href={`${community.path}/moderation-log`}>{t("report.log.title")}</a>
        </p>
      </div>
    </CommunityFrame>
  );
}
