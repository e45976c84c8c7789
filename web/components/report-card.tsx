import type { VNode } from "preact";
import type { ReportView } from "../../node/moderation/types.ts";
import { reportPathOf } from "./by-reference.ts";
import { Tag } from "./govuk/text.tsx";
import { PersonInline } from "./person.tsx";
import { ReportedNotShown } from "./report-not-shown.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

/** Reports in a list; each leads to its own page. */
export function ReportList({ reports }: { reports: readonly ReportView[] }): VNode {
  const { t } = useSpeech();
  return (
    <ul class="requests">
      {reports.map((report) => (
        <li class="request" key={report.id}>
          <p>
            <ReportTags report={report} />{" "}
            <a href={reportPathOf(report)}>
              {report.post?.title || t("report.somePost")}
              <span class="govuk-visually-hidden"> {t(`topic.report.kind.${report.category}`)}</span>
            </a>
          </p>
          <ReportWords report={report} />
          <ReportOrigin report={report} />
        </li>
      ))}
    </ul>
  );
}

/** What is wrong, and how it stands. */
function ReportTags({ report }: { report: ReportView }): VNode {
  const { t } = useSpeech();
  const open = report.state === "open" && !report.onItsWay;
  return (
    <>
      <Tag colour="purple">{t(`report.short.${report.category}`)}</Tag>
      {open ? null : (
        <>
          {" "}
          <ReportStateTag report={report} />
        </>
      )}
    </>
  );
}

/** How a report stands. */
export function ReportStateTag({ report }: { report: ReportView }): VNode {
  const { t } = useSpeech();
  const [colour, state] = report.onItsWay
    ? (["yellow", "onItsWay"] as const)
    : (["grey", report.state] as const);
  return <Tag colour={colour}>{t(`report.state.${state}`)}</Tag>;
}

export function ReportWords({ report }: { report: ReportView }): VNode {
  const { t } = useSpeech();
  if (report.words === "") return <p class="secondary">{t("report.noWords")}</p>;
  return <blockquote class="request__words">{report.words}</blockquote>;
}

/** Where and when it was reported; by whom is never said. */
export function ReportOrigin({ report }: { report: ReportView }): VNode {
  const { t } = useSpeech();
  const { from, community, others } = report;
  return (
    <p class="small secondary">
      <Say
        k={`report.from.${from.kind}`}
        facts={from.kind === "elsewhere" ? { home: from.home } : {}}
        parts={{
          when: <Time at={report.created} />,
          community: <a href={community.path}>{community.name}</a>,
        }}
      />
      {others === 0 ? null : <> {t("report.others", { count: others })}</>}
    </p>
  );
}

/** The reported post, whole, where this site holds it. */
export function ReportedPostText({ report }: { report: ReportView }): VNode {
  const { t } = useSpeech();
  const { post } = report;
  if (post === null) return <ReportedNotShown report={report} />;
  // The text passed the allow-list of tags when it was written or arrived; nothing is changed on reading.
  const text = { __html: post.html };
  return (
    <div class="quoted">
      {post.title === "" ? null : (
        <p lang={post.lang}>
          <strong>{post.title}</strong>
        </p>
      )}
      <p>
        <PersonInline person={post.author} />{" "}
        <span class="secondary small">
          {post.path === null ? (
            <Time at={post.published} />
          ) : (
            <a href={post.path}>
              <Time at={post.published} />
            </a>
          )}
        </span>
      </p>
      {post.gone === null ? null : <p class="secondary">{t(`report.gone.${post.gone}`)}</p>}
      {post.html === "" ? null : <div class="prose" lang={post.lang} dangerouslySetInnerHTML={text} />}
    </div>
  );
}
