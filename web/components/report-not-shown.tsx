import type { VNode } from "preact";
import type { ReportView } from "../../node/moderation/types.ts";
import { useSpeech } from "./speech.tsx";

/** It has not arrived, or only members read it: then an administrator decides without, or opens the community. */
export function ReportedNotShown({ report }: { report: ReportView }): VNode {
  const { t } = useSpeech();
  const { community, facilitates } = report;
  if (facilitates || community.level !== "closed") return <p>{t("report.unknownPost")}</p>;
  return (
    <p>
      {t("report.membersOnly", { community: community.name })}{" "}
      {community.local ? (
        <a href={`${community.path}/emergency-access`}>{t("community.emergency.link")}</a>
      ) : null}
    </p>
  );
}
