import { cardsOf, listCommunities } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { type FoundPage, findItems } from "../../node/discovery/find.ts";
import { listAway } from "../../node/peers/council-choices.ts";
import { listKnownCouncils } from "../../node/people/read.ts";
import type { Facet } from "../components/search-filters.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { openThere } from "../own-council.ts";
import { SearchPage, type SearchProps } from "../pages/search.tsx";
import { numberIn, oneOf } from "../query.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import type { SearchAsked } from "../search-asked.ts";
import { pathOfItem } from "./own-council.tsx";

const KINDS = ["question", "topic", "reply", "community"] as const;
const DAY_MS = 86_400_000;
const PERIODS: Readonly<Record<string, number>> = { month: 31 * DAY_MS, year: 365 * DAY_MS };

/** One search for knowledge and people; an address of a connected council's page opens here. */
export function registerSearchRoutes(app: WebApp): void {
  app.get("/search", async (c) => {
    const asked = askedIn(c);
    const path = isAddress(asked.text) ? await pathOfItem(c, asked.text) : null;
    if (path !== null) return see(c, path);
    const props = await search(c, asked);
    if (wantsJson(c))
      return json(c, { ...(props.found ?? { items: [], total: 0 }), away: props.away }, { cache: "private" });
    const { t } = c.get("speech");
    const title = asked.text === "" ? t("search.title") : t("search.titleFor", { text: asked.text });
    const ownCouncil = await openThere(c, "search");
    return page(
      c,
      { title, cache: "private", searchText: asked.text, ownCouncil },
      <SearchPage {...props} />,
    );
  });
}

function askedIn(c: WebContext): SearchAsked {
  const list = (name: string) => (c.req.queries(name) ?? []).slice(0, 20).map((value) => value.slice(0, 200));
  return {
    text: (c.req.query("q") ?? "").trim().slice(0, 500),
    in: oneOf(c, "in", ["knowledge", "people"]),
    kinds: list("kind").filter((kind) => KINDS.some((one) => one === kind)),
    councils: list("council"),
    communities: list("community"),
    since: oneOf(c, "since", ["", "month", "year"]),
    sort: oneOf(c, "sort", ["relevance", "newest", "useful"]),
    page: Math.min(25, numberIn(c, "page")),
    answered: c.req.query("answered") === "yes",
    exact: c.req.query("exact") === "yes",
  };
}

function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text);
}

async function search(c: WebContext, asked: SearchAsked): Promise<SearchProps> {
  const ctx = c.get("ctx");
  const away = await listAway(ctx);
  const addressUnknown = isAddress(asked.text);
  if (asked.text === "") return { asked, found: null, away, askIn: null, addressUnknown };
  const period = PERIODS[asked.since];
  const since = period === undefined ? null : new Date(ctx.clock.now().getTime() - period);
  const found = await findItems(ctx, c.get("viewer"), { ...asked, since, language: null });
  const facets = await facetsOf(c, found);
  const shown = { ...found, atLeast: found.totalIsLowerBound, facets };
  return {
    asked,
    found: shown,
    away,
    askIn: found.total === 0 ? await communityToAsk(c) : null,
    addressUnknown,
  };
}

/** The choices beside the results, with names for what the index knows by id. */
async function facetsOf(c: WebContext, found: FoundPage): Promise<readonly Facet[]> {
  const viewer = c.get("viewer");
  const { t } = c.get("speech");
  const counts = (name: string) => (found.facets[name] ?? []).slice(0, 10);
  const names = await reading(c.get("ctx"), viewer, async (r) => {
    const ids = counts("community")
      .map(([id]) => id)
      .filter((id) => /^[0-9a-f-]{36}$/.test(id));
    const communities = await cardsOf(r, viewer, ids);
    const councils = await listKnownCouncils(r);
    return new Map([...communities, ...councils].map((one) => [one.id, one.name]));
  });
  const named = (name: "council" | "community") =>
    counts(name).map(([value, count]) => ({ value, text: names.get(value) ?? value, count }));
  const kinds = counts("kind")
    .filter(([kind]) => KINDS.some((one) => one === kind))
    .map(([value, count]) => ({ value, text: t(`search.kindFacet.${value}`), count }));
  return [
    { name: "kind", values: kinds },
    { name: "council", values: named("council") },
    { name: "community", values: named("community") },
  ];
}

/** Where nothing was found one can ask: in the liveliest of one's own communities. */
async function communityToAsk(c: WebContext): Promise<SearchProps["askIn"]> {
  const viewer = c.get("viewer");
  if (viewer.kind !== "person") return null;
  const mine = await reading(c.get("ctx"), viewer, (r) => listCommunities(r, viewer, { mine: true }));
  const [first] = mine.items;
  return first ? { name: first.name, path: first.path } : null;
}
