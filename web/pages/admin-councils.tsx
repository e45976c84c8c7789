import type { VNode } from "preact";
import type { CouncilRow } from "../../node/councils/types.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Checkboxes } from "../components/govuk/choices.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";

/** The councils served here, and how to add one. */
export function AdminCouncilsPage({
  councils,
  form,
}: {
  councils: readonly CouncilRow[];
  form: FormState;
}): VNode {
  const { t } = useSpeech();
  return (
    <AdminFrame
      place="councils"
      title={t("admin.councils.title")}
      text={t("admin.councils.lead")}
      form={form}
    >
      {councils.length === 0 ? <p>{t("admin.councils.none")}</p> : null}
      <ul class="plain-list measure">
        {councils.map((council) => (
          <CouncilItem key={council.id} council={council} />
        ))}
      </ul>
      <h2 class="section-title">{t("admin.councils.add")}</h2>
      <div class="measure">
        <CouncilForm form={form} action="/admin/councils" fixed={false} submit={t("admin.councils.add")} />
      </div>
    </AdminFrame>
  );
}

function CouncilItem({ council }: { council: CouncilRow }): VNode {
  const { t, listOf } = useSpeech();
  const { domains, people, ended, own } = council;
  return (
    <li class="plain-list__row">
      <div>
        <strong>{council.name}</strong> {own ? <Tag colour="teal">{t("admin.councils.own")}</Tag> : null}{" "}
        {ended === null ? null : <Tag colour="grey">{t("admin.councils.ended")}</Tag>}
        <div class="secondary small">
          {domains.length === 0
            ? t("admin.councils.byInvitation")
            : t("admin.councils.domains", { domains: listOf(domains) })}{" "}
          {t("admin.councils.people", { count: people })}
        </div>
      </div>
      {ended === null ? (
        <a href={`/admin/councils/${council.id}`}>
          {t("common.change")}
          <span class="govuk-visually-hidden"> {council.name}</span>
        </a>
      ) : null}
    </li>
  );
}

/** One council, to change or to end. */
export function AdminCouncilPage({ council, form }: { council: CouncilRow; form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <AdminFrame place="councils" title={council.name} form={form}>
      <div class="measure">
        {council.fromConfig ? <p class="govuk-inset-text">{t("admin.councils.fromConfig")}</p> : null}
        <CouncilForm
          form={form}
          action={`/admin/councils/${council.id}`}
          fixed={council.fromConfig}
          submit={t("common.save")}
        />
        {council.fromConfig ? null : <EndCouncil council={council} />}
      </div>
    </AdminFrame>
  );
}

function EndCouncil({ council }: { council: CouncilRow }): VNode {
  const { t } = useSpeech();
  return (
    <form action={`/admin/councils/${council.id}/end`} method="post">
      <h2 class="section-title">{t("admin.councils.end")}</h2>
      <p>{t("admin.councils.endText", { count: council.people })}</p>
      <Button kind="warning">{t("admin.councils.endAct")}</Button>
    </form>
  );
}

interface CouncilFormProps {
  readonly form: FormState;
  readonly action: string;
  /** Names stand in the configuration; only domains can be added here. */
  readonly fixed: boolean;
  readonly submit: string;
}

function CouncilForm({ form, action, fixed, submit }: CouncilFormProps): VNode {
  const { t } = useSpeech();
  return (
    <form action={action} method="post" novalidate>
      {fixed ? null : <CouncilNames form={form} />}
      <Textarea
        name="domains"
        label={t("admin.councils.domainsLabel")}
        hint={t("admin.councils.domainsHint")}
        value={form.text.domains}
        error={errorOf(form, "domains")}
        rows={3}
        spellcheck={false}
      />
      <Button>{submit}</Button>
    </form>
  );
}

function CouncilNames({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <>
      <Input
        name="name"
        label={t("admin.councils.name")}
        value={form.text.name}
        error={errorOf(form, "name")}
        maxlength={120}
      />
      <Input
        name="nameCy"
        label={t("common.optional", { label: t("admin.councils.nameCy") })}
        value={form.text.nameCy}
        error={errorOf(form, "nameCy")}
        lang="cy"
        maxlength={120}
      />
      <Input
        name="registerId"
        label={t("common.optional", { label: t("admin.councils.registerId") })}
        hint={t("admin.councils.registerHint")}
        value={form.text.registerId}
        error={errorOf(form, "registerId")}
        spellcheck={false}
        width={20}
        maxlength={100}
      />
      <OwnCouncil form={form} />
    </>
  );
}

function OwnCouncil({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <Checkboxes
      name="own"
      small
      items={[
        {
          value: "yes",
          text: t("admin.councils.ownLabel"),
          hint: t("admin.councils.ownHint"),
          checked: form.text.own === "yes",
        },
      ]}
    />
  );
}
