import type { VNode } from "preact";
import type { FoundItem } from "../../node/discovery/find.ts";
import { EmptyState } from "../components/empty-state.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { SubNavigation } from "../components/govuk/sub-navigation.tsx";
import { PageHead } from "../components/page-head.tsx";
import { type Facet, SearchFilters } from "../components/search-filters.tsx";
import { SearchForm } from "../components/search-form.tsx";
import { SearchNotes } from "../components/search-notes.tsx";
import { SearchResults } from "../components/search-results.tsx";
import { SortLinks } from "../components/sort-links.tsx";
import { useSpeech } from "../components/speech.tsx";
import { withQuery } from "../paths.ts";
import { type SearchAsked, searchPathOf } from "../search-asked.ts";

export interface SearchProps {
  readonly asked: SearchAsked;
  /** Null before anything was asked. */
  readonly found: {
    readonly items: readonly FoundItem[];
    readonly total: number;
    readonly atLeast: boolean;
    readonly pages: number;
    readonly facets: readonly Facet[];
    readonly corrected: string | null;
    /** Words that not every result has. */
    readonly leftOut: readonly string[];
    /** Some of the newest posts may be missing. */
    readonly behind: boolean;
    /** Sources beyond this site, with what to say of each that is late or away. */
    readonly sources: readonly { readonly name: string; readonly status: "ok" | "late" | "unavailable" }[];
  } | null;
  /** Connected sites that do not answer: what they had until then is searched. */
  readonly away: readonly { readonly name: string; readonly since: Date }[];
  /** A community to ask in when nothing was found. */
  readonly askIn: { readonly name: string; readonly path: string } | null;
  /** The text is a page address that could not be opened here. */
  readonly addressUnknown: boolean;
}

/** One search for knowledge and people, over everything that is here and may be seen. */
export function SearchPage(props: SearchProps): VNode {
  const { asked, found } = props;
  const { t } = useSpeech();
  return (
    <>
      <PageHead
        title={asked.text === "" ? t("search.title") : t("search.titleFor", { text: asked.text })}
        acts={undefined}
        facts={t("search.scope")}
        tabs={
          <>
            <SearchForm text={asked.text} people={asked.in === "people"} />
            <SubNavigation label={t("search.kinds")} items={tabsOf(asked, t)} />
          </>
        }
      />
      <div class="width">
        <SearchNotes {...props} />
        {found === null ? <BeforeAsking asked={asked} /> : <Found {...props} found={found} />}
      </div>
    </>
  );
}

function tabsOf(asked: SearchAsked, t: (key: string) => string) {
  return (["knowledge", "people"] as const).map((one) => ({
    text: t(`search.in.${one}`),
    href: withQuery("/search", { q: asked.text, in: one === "people" ? one : null }),
    current: asked.in === one,
  }));
}

function Found({ asked, found, askIn }: SearchProps & { found: NonNullable<SearchProps["found"]> }): VNode {
  const { t } = useSpeech();
  const hrefOf = (page: number) => searchPathOf({ ...asked, page });
  return (
    <div class="columns">
      <div class="page__main">
        <div class="list-head">
          <h2 class="list-head__count">
            {t(found.atLeast ? "search.countAtLeast" : "search.count", { count: found.total })}
          </h2>
          <a class="only-narrow" href="#filters">
            {t("search.filters")}
          </a>
          {asked.in === "people" ? null : (
            <SortLinks
              label={t("search.sortLabel")}
              items={(["relevance", "newest", "useful"] as const).map((sort) => ({
                text: t(`search.sort.${sort}`),
                href: searchPathOf({ ...asked, sort, page: 1 }),
                current: sort === asked.sort,
              }))}
            />
          )}
        </div>
        {found.items.length === 0 ? (
          <NothingFound asked={asked} askIn={askIn} />
        ) : (
          <SearchResults items={found.items} />
        )}
        <Pagination page={asked.page} pages={found.pages} hrefOf={hrefOf} />
      </div>
      <aside class="page__aside" id="filters" aria-label={t("search.filters")}>
        <SearchFilters asked={asked} facets={found.facets} />
      </aside>
    </div>
  );
}

function NothingFound({ asked, askIn }: Pick<SearchProps, "asked" | "askIn">): VNode {
  const { t } = useSpeech();
  if (asked.in === "people")
    return (
      <EmptyState
        text={t("search.nobody")}
        act={{ text: t("search.toKnowledge"), href: withQuery("/search", { q: asked.text }) }}
      />
    );
  const act =
    askIn === null
      ? { text: t("search.browse"), href: "/communities" }
      : {
          text: t("search.askIn", { community: askIn.name }),
          href: withQuery(`${askIn.path}/new`, { kind: "question", title: asked.text }),
        };
  return <EmptyState text={t("search.nothing")} act={act} />;
}

function BeforeAsking({ asked }: { asked: SearchAsked }): VNode {
  const { t } = useSpeech();
  return (
    <div class="page">
      <p class="lead">{t(asked.in === "people" ? "search.beforePeople" : "search.before")}</p>
      <p class="secondary">{t("search.addressHint")}</p>
    </div>
  );
}
