import type { VNode } from "preact";
import type { LeadVacancy } from "../../node/memberships/appoint-lead.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Select } from "../components/govuk/select.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import type { FormState } from "../forms.ts";

export interface AdminLeadsPageProps {
  readonly vacancies: readonly LeadVacancy[];
  readonly form: FormState;
}

/** Communities that nobody facilitates any more, each with who could. */
export function AdminLeadsPage({ vacancies, form }: AdminLeadsPageProps): VNode {
  const { t } = useSpeech();
  return (
    <AdminFrame place="leads" title={t("admin.leads.title")} text={t("admin.leads.lead")} form={form}>
      {vacancies.length === 0 ? <EmptyState text={t("admin.leads.none")} /> : null}
      <ul class="plain-list measure">
        {vacancies.map((vacancy) => (
          <Vacancy key={vacancy.id} vacancy={vacancy} />
        ))}
      </ul>
    </AdminFrame>
  );
}

function Vacancy({ vacancy }: { vacancy: LeadVacancy }): VNode {
  const { t } = useSpeech();
  const { id, name, path, members, since, candidates, open } = vacancy;
  const choices = candidates.map((person) => ({
    value: person.id,
    text: person.council === null ? person.name : `${person.name} (${person.council})`,
  }));
  const all = open ? [...choices, { value: "me", text: t("admin.leads.me") }] : choices;
  return (
    <li class="plain-list__row">
      <div>
        <h2 class="section-title">
          <a href={path}>{name}</a>
        </h2>
        <p class="secondary small">
          {t("admin.leads.members", { count: members })}{" "}
          {since === null ? null : <Say k="admin.leads.since" parts={{ date: <Time at={since} /> }} />}
        </p>
        {all.length === 0 ? (
          <p>{t("admin.leads.nobody")}</p>
        ) : (
          <form action="/admin/leads" method="post">
            <input type="hidden" name="community" value={id} />
            <Select name="person" id={`person-${id}`} label={t("admin.leads.who")} choices={all} />
            <Button>
              {t("admin.leads.appoint")}
              <span class="govuk-visually-hidden"> {name}</span>
            </Button>
          </form>
        )}
      </div>
    </li>
  );
}
