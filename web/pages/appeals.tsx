import type { VNode } from "preact";
import type { AppealView } from "../../node/appeals/types.ts";
import { idOf } from "../../node/ids.ts";
import type { PageOf } from "../../node/posts/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";
import { withQuery } from "../paths.ts";

/** Where a list of appeals stands. */
export interface AppealsAt {
  readonly path: string;
  /** The reports beside it. */
  readonly reports: string;
}

export const OWN_APPEALS: AppealsAt = { path: "/moderation/appeals", reports: "/moderation" };

interface AppealsProps {
  readonly appeals: PageOf<AppealView>;
  readonly at: AppealsAt;
}

/** Appeals that a facilitator or an administrator decides. */
export function AppealsPage({ appeals, at }: AppealsProps): VNode {
  const { t } = useSpeech();
  const { items, page, pages } = appeals;
  return (
    <>
      <PageHead
        crumbs={[{ text: t("report.list.title"), href: at.reports }]}
        title={t("report.appeal.title")}
        text={t("report.appeal.text")}
      />
      <div class="width page page--list">
        {items.length === 0 ? <EmptyState text={t("report.appeal.none")} /> : null}
        <ul class="requests">
          {items.map((appeal) => (
            <li class="request" key={appeal.id}>
              <p>
                <Tag colour={appeal.state === "open" ? "purple" : "grey"}>
                  {t(`report.appeal.state.${appeal.state}`)}
                </Tag>{" "}
                <a href={`${at.path}/${idOf(appeal.id)}`}>{appeal.title || t("report.somePost")}</a>
              </p>
              <AppealWords appeal={appeal} />
            </li>
          ))}
        </ul>
        <Pagination
          page={page}
          pages={pages}
          hrefOf={(to) => withQuery(at.path, { page: to > 1 ? to : null })}
        />
      </div>
    </>
  );
}

interface AppealDecisionProps {
  readonly appeal: AppealView;
  readonly form: FormState;
  readonly at: AppealsAt;
}

/** One appeal: what the author says, the post, why it was removed, and the decision. */
export function AppealDecisionPage({ appeal, form, at }: AppealDecisionProps): VNode {
  const { t } = useSpeech();
  const { removal, state } = appeal;
  const by = removal.by === null ? "removedSomebody" : "removed";
  return (
    <>
      <PageHead
        crumbs={[{ text: t("report.appeal.title"), href: at.path }]}
        title={appeal.title || t("report.somePost")}
        facts={state === "open" ? undefined : <Tag colour="grey">{t(`report.appeal.state.${state}`)}</Tag>}
      />
      <div class="width page page--narrow">
        <ErrorSummary errors={summaryOf(form)} />
        <AppealWords appeal={appeal} />
        <p>
          <Say
            k={`report.appeal.${by}`}
            facts={{ name: removal.by?.name ?? "" }}
            parts={{ when: <Time at={removal.at} /> }}
          />
        </p>
        <blockquote class="request__words">{removal.reason}</blockquote>
        <h2 class="list-title">{t("report.appeal.post")}</h2>
        {appeal.readable ? null : <NotReadable appeal={appeal} />}
        {appeal.away ? <p>{t("report.appeal.away", { community: appeal.community.name })}</p> : null}
        <div class="quoted" hidden={!appeal.readable || appeal.html === ""}>
          {/* The text passed the allow-list of tags when it was written or arrived. */}
          <div class="prose" lang={appeal.lang} dangerouslySetInnerHTML={{ __html: appeal.html }} />
        </div>
        <Outcome appeal={appeal} />
        {appeal.onItsWay ? (
          <p>{t("report.appeal.onItsWay", { home: appeal.community.home ?? appeal.community.name })}</p>
        ) : null}
        {appeal.mayDecide ? <Decision appeal={appeal} form={form} at={at} /> : null}
      </div>
    </>
  );
}

/** Of a community for members only: an administrator decides by what both said, or opens it. */
function NotReadable({ appeal: { community } }: { appeal: AppealView }): VNode {
  const { t } = useSpeech();
  return (
    <p>
      {t("report.appeal.membersOnly", { community: community.name })}{" "}
      <a href={`${community.path}/emergency-access`}>{t("community.emergency.link")}</a>
    </p>
  );
}

function Outcome({ appeal: { decided, state } }: { appeal: AppealView }): VNode | null {
  const { t } = useSpeech();
  if (decided === null || (state !== "restored" && state !== "upheld")) return null;
  return (
    <>
      <p>
        <Say
          k={`report.appeal.decided.${state}`}
          facts={{ name: decided.by?.name ?? t("notices.someone") }}
          parts={{ when: <Time at={decided.at} /> }}
        />
      </p>
      <blockquote class="request__words">{decided.reason}</blockquote>
    </>
  );
}

function AppealWords({ appeal }: { appeal: AppealView }): VNode {
  const { author, community } = appeal;
  return (
    <>
      <blockquote class="request__words">{appeal.words}</blockquote>
      <p class="small secondary">
        <Say
          k="report.appeal.from"
          facts={{ who: author.name }}
          parts={{
            when: <Time at={appeal.created} />,
            community: <a href={community.path}>{community.name}</a>,
          }}
        />
      </p>
    </>
  );
}

function Decision({ appeal, form, at }: AppealDecisionProps): VNode {
  const { t } = useSpeech();
  const options = [
    ["restored", "restore"],
    ["upheld", "uphold"],
  ] as const;
  return (
    <form action={`${at.path}/${idOf(appeal.id)}`} method="post">
      <Radios
        name="outcome"
        legend={t("report.appeal.decision")}
        legendSize="s"
        small
        error={errorOf(form, "outcome")}
        items={options.map(([value, key]) => ({
          value,
          text: t(`report.appeal.${key}`),
          checked: form.text.outcome === value,
        }))}
      />
      <Textarea
        name="reason"
        label={t("report.appeal.reason")}
        labelSize="s"
        rows={3}
        maxlength={1000}
        value={form.text.reason}
        error={errorOf(form, "reason")}
      />
      <Button>{t("report.appeal.act")}</Button>
    </form>
  );
}
