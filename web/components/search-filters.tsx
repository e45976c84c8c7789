import type { VNode } from "preact";
import type { SearchAsked } from "../search-asked.ts";
import { Button, ButtonGroup } from "./govuk/button.tsx";
import { Checkboxes } from "./govuk/choices.tsx";
import { Select } from "./govuk/select.tsx";
import { useSpeech } from "./speech.tsx";

/** One way to narrow, with how many each choice would leave. */
export interface Facet {
  readonly name: "kind" | "council" | "community";
  readonly values: readonly { readonly value: string; readonly text: string; readonly count: number }[];
}

/** Narrowing what was found. A plain form: the choice stands in the address. */
export function SearchFilters({
  asked,
  facets,
}: {
  asked: SearchAsked;
  facets: readonly Facet[];
}): VNode | null {
  const { t } = useSpeech();
  const chosen = { kind: asked.kinds, council: asked.councils, community: asked.communities };
  const narrowed = asked.kinds.length + asked.councils.length + asked.communities.length > 0;
  const any = narrowed || asked.since !== "" || asked.answered === true;
  if (asked.in === "people" && !any && facets.every((facet) => facet.values.length === 0)) return null;
  return (
    <form class="card facets" action="/search" method="get">
      <h2>{t("search.filters")}</h2>
      <input type="hidden" name="q" value={asked.text} />
      {asked.in === "people" ? <input type="hidden" name="in" value="people" /> : null}
      {asked.exact ? <input type="hidden" name="exact" value="yes" /> : null}
      {asked.sort === "relevance" ? null : <input type="hidden" name="sort" value={asked.sort} />}
      {facets.map((facet) => (
        <FacetChoices key={facet.name} facet={facet} chosen={chosen[facet.name]} />
      ))}
      {asked.in === "people" ? null : <Answered asked={asked} />}
      {asked.in === "people" ? null : <Period since={asked.since} />}
      <ButtonGroup>
        <Button kind="secondary" class="button--small">
          {t("common.apply")}
        </Button>
        {any ? <a href={clearedPath(asked)}>{t("search.clear")}</a> : null}
      </ButtonGroup>
    </form>
  );
}

function Answered({ asked }: { asked: SearchAsked }): VNode {
  const { t } = useSpeech();
  return (
    <Checkboxes
      name="answered"
      legend={t("search.answered.label")}
      legendSize="s"
      small
      items={[{ value: "yes", text: t("search.answered.only"), checked: asked.answered === true }]}
    />
  );
}

function Period({ since }: Pick<SearchAsked, "since">): VNode {
  const { t } = useSpeech();
  return (
    <Select
      name="since"
      label={t("search.since.label")}
      labelSize="s"
      value={since}
      choices={["", "month", "year"].map((value) => ({ value, text: t(`search.since.${value || "any"}`) }))}
    />
  );
}

function FacetChoices({ facet, chosen }: { facet: Facet; chosen: readonly string[] }): VNode | null {
  const { t } = useSpeech();
  if (facet.values.length === 0) return null;
  return (
    <Checkboxes
      name={facet.name}
      legend={t(`search.facet.${facet.name}`)}
      legendSize="s"
      small
      items={facet.values.map((one) => ({
        value: one.value,
        text: t("search.facetValue", { name: one.text, count: one.count }),
        checked: chosen.includes(one.value),
      }))}
    />
  );
}

function clearedPath(asked: SearchAsked): string {
  const params = new URLSearchParams({ q: asked.text });
  if (asked.in === "people") params.set("in", "people");
  return `/search?${params}`;
}
