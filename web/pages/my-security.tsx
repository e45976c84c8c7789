import type { VNode } from "preact";
import type { InvitationRow } from "../../node/accounts/invitations.ts";
import type { SessionRow } from "../../node/accounts/sessions.ts";
import { EmailField, NewPassword } from "../components/account-fields.tsx";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { InvitationForm, InvitationTable } from "../components/invitations.tsx";
import { MyFrame } from "../components/my-frame.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { EMPTY_FORM, errorOf, type FormState } from "../forms.ts";

export interface SessionsPageProps {
  readonly sessions: readonly SessionRow[];
  /** The one that this page is read in. */
  readonly current: string;
}

/** Where one is signed in; each can be ended from here. */
export function SessionsPage({ sessions, current }: SessionsPageProps): VNode {
  const { t } = useSpeech();
  return (
    <MyFrame
      place="sessions"
      title={t("account.sessions.title")}
      text={t("account.sessions.lead")}
      form={EMPTY_FORM}
    >
      <ul class="plain-list">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} current={session.id === current} />
        ))}
      </ul>
      {sessions.length > 1 ? (
        <form action="/me/sessions/end-others" method="post">
          <Button kind="secondary">{t("account.sessions.endOthers")}</Button>
        </form>
      ) : null}
    </MyFrame>
  );
}

function SessionItem({ session, current }: { session: SessionRow; current: boolean }): VNode {
  const { t } = useSpeech();
  const device = session.device === "" ? t("account.sessions.unknown") : session.device;
  const times = { since: <Time at={session.since} />, seen: <Time at={session.seen} /> };
  return (
    <li class="plain-list__row">
      <div>
        <strong>{device}</strong> {current ? <Tag colour="green">{t("account.sessions.this")}</Tag> : null}
        <div class="secondary small">
          <Say k="account.sessions.since" parts={times} />
        </div>
      </div>
      {current ? null : (
        <form action={`/me/sessions/${session.id}/end`} method="post">
          <Button kind="secondary" class="button--small">
            {t("account.sessions.end")}
            <span class="govuk-visually-hidden"> {device}</span>
          </Button>
        </form>
      )}
    </li>
  );
}

/** A new password, proving the old one. */
export function PasswordPage({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t("account.changePassword.title")} lead={t("account.changePassword.lead")} form={form}>
      <form action="/me/password" method="post" novalidate>
        <Current form={form} />
        <NewPassword form={form} label={t("account.changePassword.new")} />
        <Button>{t("account.changePassword.submit")}</Button>
      </form>
    </FormFrame>
  );
}

/** Another e-mail address, proving the password; a link goes to the new one. */
export function EmailPage({ form, email, sent }: { form: FormState; email: string; sent: boolean }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame
      title={t("account.changeEmail.title")}
      lead={t("account.changeEmail.lead", { email })}
      form={form}
    >
      {sent ? <div class="govuk-inset-text">{t("account.changeEmail.sent")}</div> : null}
      <form action="/me/email" method="post" novalidate>
        <EmailField form={form} label={t("account.changeEmail.new")} autocomplete="email" />
        <Current form={form} />
        <Button>{t("account.changeEmail.submit")}</Button>
      </form>
    </FormFrame>
  );
}

/** Confirms the new address by the link of the mail: the button does it. */
export function EmailConfirmPage({ action, email }: { action: string; email: string }): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame
      title={t("account.confirmEmail.title")}
      lead={t("account.confirmEmail.lead", { email })}
      form={EMPTY_FORM}
    >
      <form action={action} method="post">
        <Button>{t("account.confirmEmail.submit")}</Button>
      </form>
    </FormFrame>
  );
}

function Current({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Input
      name="current"
      type="password"
      label={t("account.changePassword.current")}
      error={errorOf(form, "current")}
      autocomplete="current-password"
      maxlength={200}
    />
  );
}

/** A member invites colleagues and partners. */
export function InvitePage({
  form,
  invitations,
}: {
  form: FormState;
  invitations: readonly InvitationRow[];
}): VNode {
  const { t } = useSpeech();
  return (
    <MyFrame place="invite" title={t("account.invite.title")} text={t("account.invite.lead")} form={form}>
      <InvitationForm form={form} action="/me/invite" councils={null} />
      <InvitationTable invitations={invitations} base="/me/invite" showInviter={false} />
    </MyFrame>
  );
}
