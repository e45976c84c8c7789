import type { VNode } from "preact";
import type { OwnReport } from "../../node/moderation/types.ts";
import type { PageOf } from "../../node/posts/types.ts";
import { PageHead } from "../components/page-head.tsx";
import { useSpeech } from "../components/speech.tsx";
import type { HiddenAt } from "../hidden/shapes.ts";
import { OwnReportList } from "./reports.tsx";

export interface HiddenOwnReportsProps {
  readonly at: HiddenAt;
  readonly name: string;
  readonly reports: PageOf<OwnReport>;
}

/** What a person reported in a hidden community, and what became of it, as its node says now. */
export function HiddenOwnReportsPage({ at, name, reports }: HiddenOwnReportsProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        crumbs={[
          { text: t("hidden.list.title"), href: "/hidden" },
          { text: name, href: at.path },
        ]}
        title={t("report.own.title")}
        text={t("report.own.text")}
      />
      <div class="width page page--list">
        <OwnReportList reports={reports} path={`${at.path}/my-reports`} />
      </div>
    </>
  );
}
