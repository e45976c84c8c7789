import type { VNode } from "preact";
import type { InvitationRow } from "../../node/accounts/invitations.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Button } from "../components/govuk/button.tsx";
import { SummaryList } from "../components/govuk/summary-list.tsx";
import { Textarea } from "../components/govuk/textarea.tsx";
import { InvitationForm, type InvitationFormProps, InvitationTable } from "../components/invitations.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { errorOf, type FormState } from "../forms.ts";
import type { Site } from "../site.ts";

/** Invitations of everyone; an administrator may vouch for a council. */
export function AdminInvitationsPage(props: {
  form: FormState;
  councils: InvitationFormProps["councils"];
  invitations: readonly InvitationRow[];
}): VNode {
  const { form, councils, invitations } = props;
  const { t } = useSpeech();
  return (
    <AdminFrame
      place="invitations"
      title={t("admin.invitations.title")}
      text={t("admin.invitations.lead")}
      form={form}
    >
      <div class="measure">
        <InvitationForm form={form} action="/admin/invitations" councils={councils} />
        <InvitationTable invitations={invitations} base="/admin/invitations" showInviter />
      </div>
    </AdminFrame>
  );
}

export interface AdminSettingsPageProps {
  readonly form: FormState;
  readonly site: Site;
  readonly mode: "network" | "open";
  readonly mailServer: boolean;
}

/** What the configuration says, to be read here and changed there; and the house rules, which are written here. */
export function AdminSettingsPage({ form, site, mode, mailServer }: AdminSettingsPageProps): VNode {
  const { t, listOf } = useSpeech();
  const rows = [
    { key: t("admin.settings.name"), value: site.name },
    { key: t("admin.settings.origin"), value: site.origin },
    {
      key: t("admin.settings.contact"),
      value: site.contact ? `${site.contact.name}, ${site.contact.email}` : t("admin.settings.noContact"),
    },
    {
      key: t("admin.settings.languages"),
      value: listOf(site.languages.map((code) => (code === "en" ? "English" : "Cymraeg"))),
    },
    {
      key: t("admin.settings.mail"),
      value: t(mailServer ? "admin.settings.mailSent" : "admin.settings.mailKept"),
    },
    { key: t("admin.settings.mode"), value: t(`admin.settings.${mode}`) },
  ];
  return (
    <AdminFrame place="settings" title={t("admin.settings.title")} form={form}>
      <div class="measure">
        <SummaryList rows={rows} />
        <p>
          <Say k="admin.settings.where" parts={{ file: <code>moothall.config.json</code> }} />
        </p>
        <h2 class="section-title" id="urgent">
          {t("admin.settings.urgent")}
        </h2>
        <p>{t("admin.settings.urgentLead")}</p>
        <UrgentForm form={form} />
        <h2 class="section-title">{t("common.houseRules")}</h2>
        <p>{t("admin.settings.rulesLead")}</p>
        <RulesForm form={form} />
      </div>
    </AdminFrame>
  );
}

function UrgentForm({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <form action="/admin/settings/urgent" method="post" novalidate>
      {(["En", "Cy"] as const).map((one) => (
        <Textarea
          key={one}
          name={`urgent${one}`}
          label={t(`admin.settings.urgent${one}`)}
          value={form.text[`urgent${one}`]}
          error={errorOf(form, `urgent${one}`)}
          rows={2}
          lang={one === "En" ? "en" : "cy"}
          maxlength={300}
        />
      ))}
      <Button>{t("common.save")}</Button>
    </form>
  );
}

function RulesForm({ form }: { form: FormState }): VNode {
  const { t } = useSpeech();
  return (
    <form action="/admin/settings" method="post" novalidate>
      <Textarea
        name="en"
        label={t("admin.settings.rulesEn")}
        value={form.text.en}
        error={errorOf(form, "en")}
        rows={10}
        lang="en"
        maxlength={10000}
      />
      <Textarea
        name="cy"
        label={t("admin.settings.rulesCy")}
        value={form.text.cy}
        error={errorOf(form, "cy")}
        rows={10}
        lang="cy"
        maxlength={10000}
      />
      <Button>{t("common.save")}</Button>
    </form>
  );
}
