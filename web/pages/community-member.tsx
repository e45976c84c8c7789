import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import { idOf } from "../../node/ids.ts";
import type { MemberView } from "../../node/memberships/types.ts";
import { isByReference } from "../components/by-reference.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Details, InsetText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { PersonBlock } from "../components/person.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState, summaryOf } from "../forms.ts";

export interface CommunityMemberProps {
  readonly community: CommunityPage;
  readonly member: MemberView;
  readonly requests: number;
  readonly form: FormState;
}

/** One member, for facilitators: posting can be paused until a day, opened again, and the membership ended. */
export function CommunityMemberPage(props: CommunityMemberProps): VNode {
  const { community, member, requests, form } = props;
  const { t } = useSpeech();
  const { person, role, state } = member;
  const member_ = state === "active" || state === "suspended";
  const decides = member_ || (!community.local && state === "unknown");
  return (
    <CommunityFrame community={community} tab="members" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <ErrorSummary errors={summaryOf(form)} />
        <h2 class="list-title">{t("community.member.title", { name: person.name })}</h2>
        <PersonBlock person={person} role={role === "member" ? "" : t(`community.members.role.${role}`)} />
        <State member={member} />
        {community.home === null || isByReference(community) || !decides ? null : (
          <p class="secondary">{t("community.member.elsewhere", { home: community.home })}</p>
        )}
        {decides ? <Suspending {...props} /> : null}
        {decides ? <Removing {...props} /> : null}
        <p>
          <a href={`${community.path}/members`}>{t("community.member.back")}</a>
        </p>
      </div>
    </CommunityFrame>
  );
}

function State({ member }: Pick<CommunityMemberProps, "member">): VNode | null {
  const { t, dateOf } = useSpeech();
  const { state, reason, until } = member;
  if (state === "active" || state === "unknown") return null;
  if (state !== "suspended") return <InsetText>{t(`community.member.state.${state}`, { reason })}</InsetText>;
  const sentence = until === null ? "suspended" : "suspendedUntil";
  const facts = { reason, date: until === null ? "" : dateOf(until) };
  return <InsetText>{t(`community.member.state.${sentence}`, facts)}</InsetText>;
}

function Suspending({ community, member, form }: CommunityMemberProps): VNode {
  const { t } = useSpeech();
  const action = `${community.path}/members/${idOf(member.person.id)}`;
  const paused = member.state === "suspended";
  return (
    <>
      {paused || (!community.local && member.state === "unknown") ? (
        <form action={action} method="post">
          <ButtonGroup>
            <Button name="act" value="lift" kind="secondary">
              {t("community.member.lift")}
            </Button>
          </ButtonGroup>
        </form>
      ) : null}
      <Details
        summary={t(`community.member.${paused ? "change" : "suspend"}`)}
        open={isOpen(form, "suspend")}
      >
        <p>{t("community.member.suspendMeans")}</p>
        <form action={action} method="post">
          <Reason id="suspend-reason" form={isOpen(form, "suspend") ? form : null} />
          <Input
            name="until"
            type="date"
            width={10}
            label={t("community.member.until")}
            hint={t("community.member.untilHint")}
            value={form.text.until}
            error={errorOf(form, "until")}
          />
          <Button name="act" value="suspend" kind="warning">
            {t("community.member.suspendYes")}
          </Button>
        </form>
      </Details>
    </>
  );
}

function Removing({ community, member, form }: CommunityMemberProps): VNode {
  const { t } = useSpeech();
  const action = `${community.path}/members/${idOf(member.person.id)}`;
  return (
    <Details summary={t("community.member.remove")} open={isOpen(form, "remove")}>
      <p>{t("community.member.removeMeans")}</p>
      <form action={action} method="post">
        <Reason id="remove-reason" form={isOpen(form, "remove") ? form : null} />
        <Button name="act" value="remove" kind="warning">
          {t("community.member.removeYes")}
        </Button>
      </form>
    </Details>
  );
}

/** The form that came back with what is wrong; in the summary its link leads to the first control of the name. */
function isOpen(form: FormState, act: string): boolean {
  return form.text.act === act && form.errors.length > 0;
}

function Reason({ id, form }: { id: string; form: FormState | null }): VNode {
  const { t } = useSpeech();
  return (
    <Textarea
      name="reason"
      id={form === null ? id : "reason"}
      label={t("community.member.reason")}
      hint={t("community.member.reasonHint")}
      rows={2}
      maxlength={1000}
      value={form?.text.reason}
      error={form === null ? null : errorOf(form, "reason")}
    />
  );
}
