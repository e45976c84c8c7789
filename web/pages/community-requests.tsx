import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { JoinRequestView, RequestOutcome } from "../../node/memberships/types.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Checkboxes } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Details, InsetText, WarningText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PersonBlock } from "../components/person.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";

export interface CommunityRequestsProps {
  readonly community: CommunityPage;
  readonly requests: readonly JoinRequestView[];
  /** The request that a mail led to. */
  readonly outcome?: RequestOutcome | null;
  /** The request that was approved without saying that one knows whose site holds copies then. */
  readonly unconfirmed?: string | null;
}

/** Who asks to join; approving is one click, declining takes a reason. */
export function CommunityRequestsPage(props: CommunityRequestsProps): VNode {
  const { community, requests, outcome, unconfirmed } = props;
  const { t } = useSpeech();
  return (
    <CommunityFrame community={community} tab="requests" signedIn requests={requests.length}>
      <div class="page--narrow page--list">
        <h2 class="list-title">{t("community.requests.title")}</h2>
        {unconfirmed ? (
          <ErrorSummary
            errors={[{ text: t("errors.refusal.needs-confirmation"), href: `#confirmed-${unconfirmed}` }]}
          />
        ) : null}
        {outcome ? <Outcome outcome={outcome} /> : null}
        {requests.length === 0 ? (
          <EmptyState text={t("community.requests.none")}>
            <p class="secondary">{t("community.requests.noneText")}</p>
          </EmptyState>
        ) : (
          <ul class="requests">
            {requests.map((request) => (
              <Request
                key={request.id}
                request={request}
                action={`${community.path}/requests`}
                unconfirmed={request.id === unconfirmed}
              />
            ))}
          </ul>
        )}
      </div>
    </CommunityFrame>
  );
}

/** Another facilitator was quicker: who decided, what and when. */
function Outcome({ outcome }: { outcome: RequestOutcome }): VNode | null {
  const { t, dateTimeOf } = useSpeech();
  const { person, state, decided, decidedBy } = outcome;
  if (state === "requested") return null;
  const name = person.name;
  if (decided === null || (state !== "active" && state !== "refused"))
    return <InsetText>{t("community.requests.over", { name })}</InsetText>;
  const what = state === "active" ? "approved" : "declined";
  const sentence = `community.requests.${what}${decidedBy === null ? "Now" : "By"}`;
  return <InsetText>{t(sentence, { name, by: decidedBy ?? "", when: dateTimeOf(decided) })}</InsetText>;
}

interface RequestProps {
  readonly request: JoinRequestView;
  readonly action: string;
  readonly unconfirmed: boolean;
}

function Request({ request, action, unconfirmed }: RequestProps): VNode {
  const { t } = useSpeech();
  const { person, words, since, id } = request;
  return (
    <li class="request" id={`request-${id}`}>
      <PersonBlock person={person} />
      {words === "" ? (
        <p class="secondary">{t("community.requests.noWords")}</p>
      ) : (
        <blockquote class="request__words">{words}</blockquote>
      )}
      <p class="small secondary">
        <Say k="community.requests.since" parts={{ date: <Time at={since} /> }} />
      </p>
      <form class="request__acts" action={action} method="post">
        <input type="hidden" name="request" value={id} />
        <NewHolder request={request} unconfirmed={unconfirmed} />
        <Button name="decision" value="approve">
          {t("community.requests.approve")}
          <span class="govuk-visually-hidden"> {person.name}</span>
        </Button>
        <Details summary={t("community.requests.declineSummary")}>
          <Textarea
            name="reason"
            id={`reason-${id}`}
            label={t("community.requests.reason")}
            rows={2}
            maxlength={500}
          />
          <Button name="decision" value="decline" kind="secondary">
            {t("community.requests.decline")}
            <span class="govuk-visually-hidden"> {person.name}</span>
          </Button>
        </Details>
      </form>
    </li>
  );
}

/** The first member of a council brings a copy to its site: whose, is said before, and has to be ticked (B-17). */
function NewHolder({ request, unconfirmed }: Omit<RequestProps, "action">): VNode | null {
  const { t } = useSpeech();
  const { id, newHolder: node, person } = request;
  if (node === null) return null;
  return (
    <div class="request__holder">
      <WarningText>{t("community.closed.newHolder", { node, council: person.council ?? node })}</WarningText>
      <Checkboxes
        name="confirmed"
        id={`confirmed-${id}`}
        error={unconfirmed ? t("errors.refusal.needs-confirmation") : undefined}
        small
        items={[{ value: "yes", text: t("community.closed.confirm", { node }), checked: false }]}
      />
    </div>
  );
}
