import type { VNode } from "preact";
import type { InvitationRow } from "../../node/accounts/invitations.ts";
import { errorOf, type FormState } from "../forms.ts";
import { Button } from "./govuk/button.tsx";
import { Select } from "./govuk/select.tsx";
import { Tag } from "./govuk/text.tsx";
import { Textarea } from "./govuk/textarea.tsx";
import { Say, useSpeech } from "./speech.tsx";
import { Time } from "./time.tsx";

export interface InvitationFormProps {
  readonly form: FormState;
  readonly action: string;
  /** Councils an administrator may vouch for; null for members. */
  readonly councils: readonly { readonly id: string; readonly name: string }[] | null;
}

/** Addresses, pasted as they come: one a line, or with commas between. */
export function InvitationForm({ form, action, councils }: InvitationFormProps): VNode {
  const { t } = useSpeech();
  return (
    <form action={action} method="post" novalidate>
      <Textarea
        name="emails"
        label={t("account.invite.emails")}
        hint={t("account.invite.emailsHint")}
        value={form.text.emails}
        error={errorOf(form, "emails")}
        rows={4}
        spellcheck={false}
      />
      {councils === null ? null : (
        <Select
          name="council"
          label={t("admin.invitations.council")}
          hint={t("admin.invitations.councilHint")}
          value={form.text.council}
          error={errorOf(form, "council")}
          choices={[
            { value: "", text: t("admin.invitations.byAddress") },
            ...councils.map(({ id, name }) => ({ value: id, text: name })),
          ]}
        />
      )}
      <Button>{t("account.invite.submit")}</Button>
    </form>
  );
}

export interface InvitationTableProps {
  readonly invitations: readonly InvitationRow[];
  /** Address that `/<id>/again` and `/<id>/withdraw` follow. */
  readonly base: string;
  readonly showInviter: boolean;
}

/** Invitations sent, each with its state, and the way to send it again or take it back. */
export function InvitationTable({ invitations, base, showInviter }: InvitationTableProps): VNode {
  const { t } = useSpeech();
  return (
    <>
      <h2 class="section-title">{t("account.invite.sent")}</h2>
      {invitations.length === 0 ? <p>{t("account.invite.none")}</p> : null}
      <ul class="plain-list">
        {invitations.map((invitation) => (
          <li key={invitation.id} class="plain-list__row">
            <div>
              <strong>{invitation.email}</strong>{" "}
              {invitation.accepted ? <Tag colour="green">{t("account.invite.accepted")}</Tag> : null}
              <div class="secondary small">
                <Say
                  k={showInviter ? "account.invite.sentBy" : "account.invite.sentOn"}
                  facts={{ name: invitation.invitedBy }}
                  parts={{
                    sent: <Time at={invitation.sent} as="date" />,
                    until: <Time at={invitation.expires} as="date" />,
                  }}
                />
              </div>
            </div>
            {invitation.accepted ? null : <InvitationActs invitation={invitation} base={base} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function InvitationActs({ invitation, base }: { invitation: InvitationRow; base: string }): VNode {
  const { t } = useSpeech();
  const about = <span class="govuk-visually-hidden"> {invitation.email}</span>;
  return (
    <div class="plain-list__acts">
      <form action={`${base}/${invitation.id}/again`} method="post">
        <Button kind="secondary" class="button--small">
          {t("account.invite.again")}
          {about}
        </Button>
      </form>
      <form action={`${base}/${invitation.id}/withdraw`} method="post">
        <Button kind="secondary" class="button--small">
          {t("account.invite.withdraw")}
          {about}
        </Button>
      </form>
    </div>
  );
}
