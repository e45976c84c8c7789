import type { VNode } from "preact";
import { EmailField, NameAndRole, NewPassword } from "../components/account-fields.tsx";
import { FormFrame } from "../components/form-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Radios } from "../components/govuk/choices.tsx";
import { SummaryList } from "../components/govuk/summary-list.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";

export interface AboutYouPageProps {
  readonly form: FormState;
  /** Where the form goes; its secret is in the address. */
  readonly action: string;
  /** Proved by the link; null where it is asked for (the first administrator). */
  readonly email: string | null;
  /** Of the address: one is filled in, several are asked for, none is not known. */
  readonly councils: readonly { readonly id: string; readonly name: string }[];
  readonly invitedBy: string | null;
  /** The welcome follows; for the first administrator the checklist does, and for others what they came for. */
  readonly steps: boolean;
}

/** Who a new person is: opening the link only shows this, its button makes the account. */
export function AboutYouPage(props: AboutYouPageProps): VNode {
  const { form, action, email, councils, invitedBy, steps } = props;
  const { t } = useSpeech();
  const lead = invitedBy === null ? t("account.about.lead") : t("account.about.invited", { name: invitedBy });
  return (
    <FormFrame
      title={t("account.about.title")}
      caption={steps ? t("account.step", { step: 1, of: 3 }) : undefined}
      lead={lead}
      form={form}
    >
      <form action={action} method="post" novalidate>
        {email === null ? (
          <EmailField form={form} label={t("account.about.email")} autocomplete="email" />
        ) : (
          <Known email={email} councils={councils} invitedBy={invitedBy} />
        )}
        {councils.length > 1 ? <CouncilChoice form={form} councils={councils} /> : null}
        <NameAndRole form={form} hints />
        <NewPassword form={form} label={t("account.about.password")} />
        <Button>{t("account.about.submit")}</Button>
      </form>
    </FormFrame>
  );
}

function Known({
  email,
  councils,
  invitedBy,
}: Pick<AboutYouPageProps, "councils" | "invitedBy"> & { email: string }): VNode {
  const { t } = useSpeech();
  const [council] = councils;
  const rows = [{ key: t("account.about.email"), value: email }];
  if (councils.length === 1 && council) rows.push({ key: t("account.about.council"), value: council.name });
  if (councils.length === 0 && invitedBy !== null) {
    rows.push({
      key: t("account.about.council"),
      value: t("account.about.notVerified", { name: invitedBy }),
    });
  }
  return <SummaryList rows={rows} />;
}

function CouncilChoice({ form, councils }: Pick<AboutYouPageProps, "form" | "councils">): VNode {
  const { t } = useSpeech();
  return (
    <Radios
      name="council"
      legend={t("account.about.whichCouncil")}
      hint={t("account.about.whichHint")}
      error={errorOf(form, "council")}
      items={councils.map(({ id, name }) => ({ value: id, text: name, checked: form.text.council === id }))}
    />
  );
}
