import type { VNode } from "preact";
import { EmailField } from "../components/account-fields.tsx";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { EMPTY_FORM, type FormState } from "../forms.ts";
import type { Speech } from "../language.ts";
import { withQuery } from "../paths.ts";
import type { Site } from "../site.ts";

export interface JoinPageProps {
  readonly form: FormState;
  /** Councils whose people can join by themselves. */
  readonly councils: readonly string[];
  /** What follows the @ of their addresses, each once. */
  readonly domains: readonly string[];
  /** The address belongs to none of them. */
  readonly unknownDomain: string | null;
  readonly contact: Site["contact"];
}

/** The first step in: one field. */
export function JoinPage({ form, councils, domains, unknownDomain, contact }: JoinPageProps): VNode {
  const speech = useSpeech();
  const { t, listOf } = speech;
  const named = councils.length > 0 && councils.length <= 6;
  return (
    <FormFrame title={t("account.join.title")} lead={t("account.join.lead")} form={form}>
      {named ? <p>{t("account.join.councils", { councils: listOf(councils) })}</p> : null}
      <form action="/join" method="post" novalidate>
        <Next path={form.text.next ?? null} />
        <EmailField
          form={form}
          label={t("account.join.email")}
          hint={domains.length === 0 ? t("account.join.emailHint") : endingIn("emailEnding", domains, speech)}
          autocomplete="email"
        />
        {unknownDomain === null ? null : <NoCouncil domain={unknownDomain} contact={contact} />}
        <Button>{t("account.join.submit")}</Button>
      </form>
      <p>
        <Say
          k="account.join.have"
          parts={{
            signIn: (
              <a href={withQuery("/sign-in", { next: form.text.next })}>{t("account.join.haveLink")}</a>
            ),
          }}
        />
      </p>
      <p class="secondary">{t("account.join.invited")}</p>
    </FormFrame>
  );
}

/** The sentence that names the addresses accepted here, as a hint or as what is wrong with another. */
export function endingIn(
  sentence: "emailEnding" | "emailOther",
  domains: readonly string[],
  { t, choiceOf }: Speech,
): string {
  return t(`account.join.${sentence}`, { domains: choiceOf(domains.map((domain) => `@${domain}`)) });
}

/** Where one came from, and is led back to. */
function Next({ path }: { path: string | null }): VNode | null {
  return path === null ? null : <input type="hidden" name="next" value={path} />;
}

function NoCouncil({ domain, contact }: { domain: string; contact: Site["contact"] }): VNode {
  const { t } = useSpeech();
  return (
    <div class="govuk-inset-text">
      <p>{t("account.join.noCouncil", { domain })}</p>
      {contact === null ? null : (
        <p>
          <Say
            k="account.join.askContact"
            facts={{ name: contact.name }}
            parts={{ email: <a href={`mailto:${contact.email}`}>{contact.email}</a> }}
          />
        </p>
      )}
    </div>
  );
}

export interface CheckMailPageProps {
  /** `join` or `forgotten`: which mail it is. */
  readonly what: "join" | "forgotten";
  /** Where it went; null when the browser did not keep it. */
  readonly email: string | null;
  /** Where one came from, for sending the mail again. */
  readonly next?: string | null;
  /** Mails are not sent here; who runs it finds the link elsewhere. */
  readonly withoutMail: boolean;
}

/** After a mail was asked for: what to do now, and once more by one press. Says the same for every address. */
export function CheckMailPage({ what, email, next = null, withoutMail }: CheckMailPageProps): VNode {
  const { t } = useSpeech();
  const action = what === "join" ? "/join" : "/forgotten";
  return (
    <FormFrame title={t("account.check.title")} form={EMPTY_FORM}>
      <p class="lead">
        {email === null ? t(`account.check.${what}`) : t(`account.check.${what}To`, { email })}
      </p>
      <p>{t("account.check.notThere")}</p>
      {withoutMail ? (
        <div class="govuk-inset-text" data-for="operator">
          {t("account.check.withoutMail")}
        </div>
      ) : null}
      {email === null ? null : (
        <form action={action} method="post">
          <input type="hidden" name="email" value={email} />
          <Next path={next} />
          <Button kind="secondary">{t("account.check.again")}</Button>
        </form>
      )}
      <p>
        <a href={withQuery(action, { next })}>{t("account.check.other")}</a>
      </p>
    </FormFrame>
  );
}

/** Nobody can join before the site has its administrator. */
export function NotYetPage(): VNode {
  const { t } = useSpeech();
  return (
    <FormFrame title={t("account.notYet.title")} lead={t("account.notYet.lead")} form={EMPTY_FORM}>
      <p data-for="operator">{t("account.notYet.operator")}</p>
    </FormFrame>
  );
}
