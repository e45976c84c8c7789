import type { VNode } from "preact";
import type { CommunityCard } from "../../node/communities/types.ts";
import type { PageOf } from "../../node/posts/types.ts";
import { CommunityList } from "../components/community-row.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { FilterForm } from "../components/filter-form.tsx";
import { Button } from "../components/govuk/button.tsx";
import { Input } from "../components/govuk/input.tsx";
import { Pagination } from "../components/govuk/pagination.tsx";
import { Select } from "../components/govuk/select.tsx";
import { PageHead } from "../components/page-head.tsx";
import { SortLinks } from "../components/sort-links.tsx";
import { useSpeech } from "../components/speech.tsx";
import { themeName } from "../components/themes.tsx";
import { withQuery } from "../paths.ts";

export interface DirectoryProps {
  readonly communities: PageOf<CommunityCard>;
  readonly query: {
    readonly text: string;
    readonly theme: string | null;
    readonly home: string | null;
    readonly mine: boolean;
  };
  /** Themes that communities here have. */
  readonly themes: readonly string[];
  /** Names of the connected sites that communities live on. */
  readonly homes: readonly string[];
  readonly siteName: string;
  readonly signedIn: boolean;
}

/** Every community of the connected councils. */
export function DirectoryPage(props: DirectoryProps): VNode {
  const { communities, query, signedIn } = props;
  const { t } = useSpeech();
  const start = <Button href="/communities/new">{t("community.directory.start")}</Button>;
  return (
    <>
      <PageHead
        title={t("community.directory.title")}
        text={t("community.directory.text")}
        acts={signedIn ? start : undefined}
      />
      <div class="width page--list">
        <Filters {...props} />
        <div class="list-head">
          <p class="list-head__count">{t("community.directory.count", { count: communities.total })}</p>
          {signedIn ? <AllOrMine query={query} /> : null}
        </div>
        {communities.items.length === 0 ? (
          <EmptyState
            text={t(query.mine ? "community.directory.noneMine" : "community.directory.none")}
            act={{ text: t("community.directory.clear"), href: "/communities" }}
          />
        ) : (
          <CommunityList communities={communities.items} signedIn={signedIn} />
        )}
        <Pagination
          page={communities.page}
          pages={communities.pages}
          hrefOf={(page) => pathOf(query, query.mine, page)}
        />
      </div>
    </>
  );
}

function pathOf(query: DirectoryProps["query"], mine: boolean, page = 1): string {
  const { text, theme, home } = query;
  return withQuery("/communities", {
    q: text,
    theme,
    home,
    mine: mine ? "yes" : null,
    page: page > 1 ? page : null,
  });
}

function AllOrMine({ query }: Pick<DirectoryProps, "query">): VNode {
  const { t } = useSpeech();
  return (
    <SortLinks
      label={t("community.directory.title")}
      items={[
        { text: t("community.directory.all"), href: pathOf(query, false), current: !query.mine },
        { text: t("community.directory.mine"), href: pathOf(query, true), current: query.mine },
      ]}
    />
  );
}

function Filters({ query, themes, homes, siteName }: DirectoryProps): VNode {
  const { t } = useSpeech();
  return (
    <FilterForm action="/communities" label={t("community.directory.title")}>
      <Input
        name="q"
        id="filter-text"
        type="search"
        label={t("community.directory.filterText")}
        value={query.text}
        maxlength={200}
      />
      <Select
        name="theme"
        label={t("community.directory.filterTheme")}
        value={query.theme ?? ""}
        choices={[
          { value: "", text: t("community.directory.anyTheme") },
          ...themes.map((theme) => ({ value: theme, text: themeName(theme, t) })),
        ]}
      />
      <Select
        name="home"
        label={t("community.directory.filterHome")}
        value={query.home ?? ""}
        choices={[
          { value: "", text: t("community.directory.anyHome") },
          { value: "here", text: t("community.directory.here", { name: siteName }) },
          ...homes.map((home) => ({ value: home, text: home })),
        ]}
      />
      <Button kind="secondary">{t("community.directory.show")}</Button>
    </FilterForm>
  );
}
