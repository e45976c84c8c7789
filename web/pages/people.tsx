import type { VNode } from "preact";
import type { PersonLabel } from "../../node/people/types.ts";
import type { PageOf } from "../../node/posts/types.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterForm } from "../components/filter-form.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Select } from "../components/govuk/select.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Avatar, PersonCouncil, PersonName } from "../components/person.tsx";
import { useSpeech } from "../components/speech.tsx";
import { withQuery } from "../paths.ts";

export interface PersonCard {
  readonly person: PersonLabel;
  readonly topics: readonly string[];
}

export interface PeopleProps {
  readonly people: PageOf<PersonCard>;
  readonly query: { readonly text: string; readonly council: string | null };
  /** Councils that people here belong to. */
  readonly councils: readonly string[];
  readonly signedIn: boolean;
}

/** People who let themselves be found, with what they can help with. */
export function PeoplePage({ people, query, councils, signedIn }: PeopleProps): VNode {
  const { t } = useSpeech();
  const hrefOf = (page: number) =>
    withQuery("/people", { q: query.text, council: query.council, page: page > 1 ? page : null });
  return (
    <>
      <PageHead title={t("common.people")} text={t(signedIn ? "people.text" : "people.textVisitor")} />
      <div class="width page--list">
        <Filters query={query} councils={councils} />
        <h2 class="list-head__count">{t("people.count", { count: people.total })}</h2>
        {people.items.length === 0 ? (
          <Nobody query={query} signedIn={signedIn} />
        ) : (
          <ul class="people">
            {people.items.map((card) => (
              <Row key={card.person.id} {...card} />
            ))}
          </ul>
        )}
        <Pagination page={people.page} pages={people.pages} hrefOf={hrefOf} />
      </div>
    </>
  );
}

/** Fewer words help only where some were asked for. */
function Nobody({ query, signedIn }: Pick<PeopleProps, "query" | "signedIn">): VNode {
  const { t } = useSpeech();
  if (query.text !== "" || query.council !== null)
    return <EmptyState text={t("people.none")} act={{ text: t("people.all"), href: "/people" }} />;
  const act = signedIn ? undefined : { text: t("common.signIn"), href: "/sign-in?next=%2Fpeople" };
  return <EmptyState text={t("people.nobody")} act={act} />;
}

function Filters({ query, councils }: Pick<PeopleProps, "query" | "councils">): VNode {
  const { t } = useSpeech();
  return (
    <FilterForm action="/people" label={t("common.people")}>
      <Input
        name="q"
        id="filter-text"
        type="search"
        label={t("people.filterText")}
        value={query.text}
        maxlength={200}
      />
      <Select
        name="council"
        label={t("people.filterCouncil")}
        value={query.council ?? ""}
        choices={[
          { value: "", text: t("people.anyCouncil") },
          ...councils.map((council) => ({ value: council, text: council })),
        ]}
      />
      <Button kind="secondary">{t("community.directory.show")}</Button>
    </FilterForm>
  );
}

function Row({ person, topics }: PersonCard): VNode {
  const { t } = useSpeech();
  return (
    <li class="people__row">
      <Avatar person={person} />
      <div class="people__main">
        <p class="people__name">
          <PersonName person={person} /> <PersonCouncil person={person} />
        </p>
        <p class="people__facts">
          {person.roleTitle === "" ? null : <span>{person.roleTitle}</span>}
          {topics.length === 0 ? null : <span>{t("people.canHelpWith", { topics: topics.join(", ") })}</span>}
        </p>
      </div>
    </li>
  );
}
