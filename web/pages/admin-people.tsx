import type { VNode } from "preact";
import type { AccountPage, AccountRow } from "../../node/accounts/read.ts";
import type { EmployerClaim } from "../../node/councils/employer.ts";
import { AdminFrame } from "../components/admin-frame.tsx";
import { Button, ButtonGroup } from "../components/govuk/button.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Select } from "../components/govuk/select.tsx";
import { SummaryList } from "../components/govuk/summary-list.tsx";
import { Tag } from "../components/govuk/text.tsx";
import { Say, useSpeech } from "../components/speech.tsx";
import { Time } from "../components/time.tsx";
import { EMPTY_FORM } from "../forms.ts";
import { withQuery } from "../paths.ts";

export interface AdminPeoplePageProps {
  readonly people: AccountPage;
  readonly claims: readonly EmployerClaim[];
  readonly text: string;
}

/** Everybody with an account here; first those whose council waits for a decision. */
export function AdminPeoplePage({ people, claims, text }: AdminPeoplePageProps): VNode {
  const { t } = useSpeech();
  return (
    <AdminFrame
      place="people"
      title={t("admin.people.title")}
      text={t("admin.people.lead", { count: people.total })}
      form={EMPTY_FORM}
    >
      {claims.length === 0 ? null : <Claims claims={claims} />}
      <form action="/admin/people" method="get" class="measure">
        <div class="govuk-form-group">
          <label class="govuk-label" for="people-text">
            {t("admin.people.find")}
          </label>
          <input
            class="govuk-input govuk-input--width-20"
            id="people-text"
            type="search"
            name="text"
            value={text || undefined}
            maxlength={100}
          />{" "}
          <Button kind="secondary">{t("admin.people.findAct")}</Button>
        </div>
      </form>
      {people.items.length === 0 ? <p>{t("admin.people.none")}</p> : <PeopleList people={people.items} />}
      <Pagination
        page={people.page}
        pages={people.pages}
        hrefOf={(page) => withQuery("/admin/people", { text, page })}
      />
    </AdminFrame>
  );
}

function Claims({ claims }: { claims: readonly EmployerClaim[] }): VNode {
  const { t } = useSpeech();
  return (
    <section class="measure">
      <h2 class="section-title">{t("admin.claims.title")}</h2>
      <p>{t("admin.claims.lead")}</p>
      <ul class="plain-list">
        {claims.map((claim) => (
          <li class="plain-list__row" key={claim.accountId}>
            <div>
              <Say k="admin.claims.says" facts={{ name: claim.name, council: claim.council }} />
              <div class="secondary small">{claim.email}</div>
            </div>
            <form action={`/admin/people/${claim.accountId}/employer`} method="post" class="plain-list__acts">
              <input type="hidden" name="council" value={claim.organisationId} />
              <Button class="button--small" name="decision" value="confirm">
                {t("admin.claims.confirm")}
                <span class="govuk-visually-hidden"> {claim.name}</span>
              </Button>
              <Button class="button--small" kind="secondary" name="decision" value="refuse">
                {t("admin.claims.refuse")}
                <span class="govuk-visually-hidden"> {claim.name}</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PeopleList({ people }: { people: readonly AccountRow[] }): VNode {
  const { t } = useSpeech();
  return (
    <ul class="plain-list measure">
      {people.map((person) => (
        <li class="plain-list__row" key={person.id}>
          <div>
            <a href={`/admin/people/${person.id}`}>{person.name}</a> <PersonTags person={person} />
            <div class="secondary small">
              {[person.council, person.roleTitle, person.email].filter((part) => part).join(" · ")}
              {person.invitedBy === null || person.employer === "verified"
                ? null
                : ` · ${t("people.invitedBy", { name: person.invitedBy })}`}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function PersonTags({ person }: { person: AccountRow }): VNode {
  const { t } = useSpeech();
  return (
    <>
      {person.administrator ? <Tag colour="teal">{t("admin.people.administrator")}</Tag> : null}{" "}
      {person.disabled === null ? null : <Tag colour="red">{t("admin.people.closed")}</Tag>}
    </>
  );
}

export interface AdminPersonPageProps {
  readonly person: AccountRow;
  readonly councils: readonly { readonly id: string; readonly name: string }[];
  /** Councils that have not yet heard that the account is closed. */
  readonly untold: readonly string[];
}

/** One account: what is known of it, and what an administrator can do. */
export function AdminPersonPage({ person, councils, untold }: AdminPersonPageProps): VNode {
  const { t } = useSpeech();
  const rows = [
    { key: t("account.about.email"), value: person.email },
    { key: t("admin.people.council"), value: person.council ?? t(`admin.employer.${person.employer}`) },
    { key: t("admin.people.role"), value: person.roleTitle },
    { key: t("admin.people.joined"), value: <Time at={person.created} as="date" /> },
    {
      key: t("admin.people.lastVisit"),
      value: person.lastVisit ? <Time at={person.lastVisit} /> : t("admin.people.never"),
    },
  ];
  const base = `/admin/people/${person.id}`;
  return (
    <AdminFrame place="people" title={person.name} facts={<PersonTags person={person} />} form={EMPTY_FORM}>
      <div class="measure">
        <SummaryList rows={rows} />
        <p>
          <a href={`/people/${person.handle}`}>{t("admin.people.profile")}</a>
        </p>
        {councils.length === 0 ? null : (
          <form action={`${base}/employer`} method="post">
            <Select
              name="council"
              label={t("admin.people.council")}
              value={councils.find(({ name }) => name === person.council)?.id}
              choices={councils.map(({ id, name }) => ({ value: id, text: name }))}
            />
            <Button kind="secondary" name="decision" value="confirm">
              {t("admin.people.councilAct")}
            </Button>
          </form>
        )}
        {person.disabled === null ? null : <Told untold={untold} />}
        <Acts person={person} base={base} />
      </div>
    </AdminFrame>
  );
}

/** Whether access is gone at every council that the person worked with. */
function Told({ untold }: Pick<AdminPersonPageProps, "untold">): VNode {
  const { t } = useSpeech();
  if (untold.length === 0) return <p>{t("admin.people.told")}</p>;
  return <p>{t("admin.people.untold", { councils: untold.join(", ") })}</p>;
}

function Acts({ person, base }: { person: AccountRow; base: string }): VNode {
  const { t } = useSpeech();
  const closed = person.disabled !== null;
  const act = (verb: string, kind?: "secondary" | "warning") => (
    <Button formaction={`${base}/${verb}`} kind={kind}>
      {t(`admin.people.act.${verb}`)}
    </Button>
  );
  return (
    <form method="post" action={`${base}/sign-out`}>
      <h2 class="section-title">{t("admin.people.acts")}</h2>
      <p>{t("admin.people.actsText")}</p>
      <ButtonGroup>
        {act("sign-out", "secondary")}
        {person.administrator
          ? act("end-administrator", "secondary")
          : act("make-administrator", "secondary")}
        {closed ? act("open") : act("close", "warning")}
      </ButtonGroup>
    </form>
  );
}
