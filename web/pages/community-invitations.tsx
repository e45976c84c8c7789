import type { VNode } from "preact";
import type { CommunityPage } from "../../node/communities/types.ts";
import type { InvitedView } from "../../node/hidden/invite.ts";
import type { Candidate } from "../../node/invitations/candidates.ts";
import type { SentInvitation } from "../../node/invitations/types.ts";
import type { PersonLabel } from "../../node/people/types.ts";
import { isByReference } from "../components/by-reference.ts";
import { CommunityFrame } from "../components/community-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterForm } from "../components/filter-form.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Checkboxes } from "../components/govuk/choices.tsx";
import { ErrorSummary } from "../components/govuk/error-summary.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Details, WarningText } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { HiddenInvited } from "../components/hidden-invited.tsx";
import { PasteAddresses } from "../components/paste-addresses.tsx";
import { PersonBlock } from "../components/person.tsx";
import { SentInvitations } from "../components/sent-invitations.tsx";
import { useSpeech } from "../components/speech.tsx";
import { EMPTY_FORM, errorOf, type FormState } from "../forms.ts";

export interface CommunityInvitationsProps {
  readonly community: CommunityPage;
  readonly requests: number;
  readonly candidates: readonly Candidate[];
  readonly sent: readonly SentInvitation[];
  /** To a hidden community, at other councils: those who have not answered. */
  readonly invited: readonly InvitedView[];
  /** What was looked for. */
  readonly text: string;
  readonly form: FormState;
}

/** Finding people and inviting them, and the invitations sent. */
export function CommunityInvitationsPage(props: CommunityInvitationsProps): VNode {
  const { community, requests, text, form } = props;
  const { t } = useSpeech();
  const path = `${community.path}/invitations`;
  const errors = form.errors.map((error) => ({
    text: error.text,
    href: `#${error.field === "confirmed" ? "confirmed" : "person"}-${form.text.person}`,
  }));
  return (
    <CommunityFrame community={community} tab="invitations" signedIn requests={requests}>
      <div class="page--narrow page--list">
        <ErrorSummary errors={errors} />
        <h2 class="list-title">{t("invitations.title")}</h2>
        <p>{t("invitations.lead")}</p>
        <h3 class="section-title">{t("invitations.findTitle")}</h3>
        <FilterForm action={path} label={t("invitations.findTitle")}>
          <Input
            name="q"
            id="filter-text"
            type="search"
            label={t("invitations.find")}
            value={text}
            maxlength={200}
          />
          <Button kind="secondary">{t("invitations.findButton")}</Button>
        </FilterForm>
        <Candidates {...props} />
        {isByReference(community) ? (
          <p class="secondary">{t("invitations.byReference", { home: community.home ?? "" })}</p>
        ) : (
          <PasteAddresses community={community} form={EMPTY_FORM} />
        )}
        {props.sent.length === 0 && props.invited.length > 0 ? null : (
          <SentInvitations community={community} sent={props.sent} q={text} />
        )}
        <HiddenInvited community={community} invited={props.invited} q={text} />
      </div>
    </CommunityFrame>
  );
}

function Candidates(props: CommunityInvitationsProps): VNode | null {
  const { candidates, text } = props;
  const { t } = useSpeech();
  if (text.trim() === "") return null;
  if (candidates.length === 0) return <EmptyState text={t("invitations.none")} />;
  return (
    <ul class="requests">
      {candidates.map((candidate) => (
        <li class="request" key={candidate.person.id} id={`person-${candidate.person.id}`}>
          <PersonBlock person={candidate.person} />
          {candidate.standing === "free" ? (
            <InviteForm {...props} candidate={candidate} />
          ) : (
            <p class="secondary">{t(`invitations.standing.${candidate.standing}`)}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function InviteForm(props: CommunityInvitationsProps & { readonly candidate: Candidate }): VNode {
  const { community, text, form, candidate } = props;
  const { person } = candidate;
  const { t } = useSpeech();
  const again = form.text.person === person.id ? form : null;
  return (
    <form class="request__acts" action={`${community.path}/invitations`} method="post">
      <input type="hidden" name="person" value={person.id} />
      <input type="hidden" name="q" value={text} />
      <NewHolder
        community={community}
        candidate={candidate}
        error={again === null ? null : errorOf(again, "confirmed")}
      />
      {community.level === "confidential" ? null : <LineTo person={person} again={again} />}
      <Button name="act" value="invite">
        {t("invitations.invite")}
        <span class="govuk-visually-hidden"> {person.name}</span>
      </Button>
    </form>
  );
}

function LineTo({ person, again }: { person: PersonLabel; again: FormState | null }): VNode {
  const { t } = useSpeech();
  return (
    <Details summary={t("invitations.wordsSummary")} open={Boolean(again?.text.words)}>
      <Textarea
        name="words"
        id={`words-${person.id}`}
        label={t("invitations.words", { name: person.name })}
        rows={2}
        maxlength={500}
        value={again?.text.words}
        error={again === null ? null : errorOf(again, "words")}
      />
    </Details>
  );
}

/** Whose site begins to keep a copy with this member is said before, and has to be ticked (B-17). */
function NewHolder({
  community,
  candidate,
  error,
}: {
  readonly community: CommunityPage;
  readonly candidate: Candidate;
  readonly error: string | null;
}): VNode | null {
  const { t } = useSpeech();
  const { person, newHolder: node } = candidate;
  if (node === null) return null;
  const words = community.level === "confidential" ? "community.hidden" : "community.closed";
  return (
    <div class="request__holder">
      <WarningText>{t(`${words}.newHolder`, { node, council: person.council ?? node })}</WarningText>
      <Checkboxes
        name="confirmed"
        id={`confirmed-${person.id}`}
        error={error ?? undefined}
        small
        items={[{ value: "yes", text: t(`${words}.confirm`, { node }), checked: false }]}
      />
    </div>
  );
}
