import type { ComponentChildren, VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { OwnReport, ReportView } from "../../node/moderation/types.ts";
import type { HeldPostView, PageOf } from "../../node/posts/types.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { CommunityFrame } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { MyPlaces } from "../components/my-frame.tsx";
import { PageHead } from "../components/page-head.tsx";
import { ReportList } from "../components/report-card.tsx";
import { SortLinks } from "../components/sort-links.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { WaitingPosts } from "../components/waiting-posts.tsx";
import { EMPTY_FORM } from "../forms.ts";
import { withQuery } from "../paths.ts";

export const SHOWN_REPORTS = ["open", "closed"] as const;
export type ShownReports = (typeof SHOWN_REPORTS)[number];

export interface ReportsProps {
  readonly reports: PageOf<ReportView>;
  readonly show: ShownReports;
}

/** Reports of every community that a person facilitates, and posts from outside that wait for them. */
export function ReportsPage(props: ReportsProps & { readonly held: readonly HeldPostView[] }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead title={t("report.list.title")} text={t("report.list.text")} />
      <div class="width page page--list">
        <p>
          <a href="/moderation/appeals">{t("report.appeal.title")}</a>
        </p>
        <WaitingPosts posts={props.held} />
        <Reports {...props} path="/moderation" />
      </div>
    </>
  );
}

/** Reports of one community, for its facilitators. */
export function CommunityReportsPage(
  props: ReportsProps & {
    readonly community: CommunityPage;
    readonly requests: number;
    /** Where appeals stand that one may decide. */
    readonly appeals: string;
  },
): VNode {
  const { t } = useSpeech();
  const { community, requests } = props;
  return (
    <CommunityFrame community={community} tab="reports" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <h2 class="list-title">{t("report.list.title")}</h2>
        <p>
          <a href={props.appeals}>{t("report.appeal.title")}</a>
        </p>
        <Reports {...props} path={`${community.path}/reports`} />
      </div>
    </CommunityFrame>
  );
}

/** Reports that concern the administrators: of communities here, and severe ones about people or copies here. */
export function AdminReportsPage(props: ReportsProps): VNode {
  const { t } = useSpeech();
  return (
    <AdminFrame
      place="reports"
      title={t("report.list.title")}
      text={t("report.list.adminText")}
      form={EMPTY_FORM}
    >
      <Reports {...props} path="/admin/reports" />
    </AdminFrame>
  );
}

/** What a person reported, and what became of it. */
export function OwnReportsPage({ reports }: { readonly reports: PageOf<OwnReport> }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        title={t("report.own.title")}
        text={t("report.own.text")}
        tabs={<MyPlaces place="reports" />}
      />
      <div class="width page page--list">
        <OwnReportList reports={reports} path="/me/reports" />
      </div>
    </>
  );
}

/** The reports that somebody made, with the pages of the list. */
export function OwnReportList({ reports, path }: { reports: PageOf<OwnReport>; path: string }): VNode {
  const { t } = useSpeech();
  return (
    <>
      {reports.items.length === 0 ? (
        <EmptyState text={t("report.own.none")} />
      ) : (
        <ul class="requests">
          {reports.items.map((one) => (
            <OwnReportRow key={one.id} report={one} />
          ))}
        </ul>
      )}
      <Pagination
        page={reports.page}
        pages={reports.pages}
        hrefOf={(page) => withQuery(path, { page: page > 1 ? page : null })}
      />
    </>
  );
}

function OwnReportRow({ report }: { report: OwnReport }): VNode {
  const { t } = useSpeech();
  const title = report.title || t("report.somePost");
  return (
    <li class="request">
      <p>
        <Tag colour="grey">{t(`report.state.${report.state}`)}</Tag>{" "}
        {report.path === null ? title : <a href={report.path}>{title}</a>}
      </p>
      {report.words === "" ? null : <blockquote class="request__words">{report.words}</blockquote>}
      <p class="small secondary">
        <Say
          k="report.from.you"
          parts={{
            when: <Time at={report.created} />,
            community: <a href={report.community.path}>{report.community.name}</a>,
          }}
        />
      </p>
    </li>
  );
}

function Reports({ reports, show, path }: ReportsProps & { path: string }): ComponentChildren {
  const { t } = useSpeech();
  const href = (query: { show: ShownReports; page?: number }) =>
    withQuery(path, {
      show: query.show === "open" ? null : query.show,
      page: query.page && query.page > 1 ? query.page : null,
    });
  return (
    <>
      <SortLinks
        label={t("report.list.show")}
        items={SHOWN_REPORTS.map((one) => ({
          text: t(`report.list.${one}`),
          href: href({ show: one }),
          current: one === show,
        }))}
      />
      {reports.items.length === 0 ? (
        <EmptyState text={t(`report.list.none.${show}`)} />
      ) : (
        <ReportList reports={reports.items} />
      )}
      <Pagination page={reports.page} pages={reports.pages} hrefOf={(page) => href({ show, page })} />
    </>
  );
}
