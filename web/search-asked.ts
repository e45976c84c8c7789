import { withQuery } from "./paths.ts";

/** What is asked for, as it stands in the address. */
export interface SearchAsked {
  readonly text: string;
  readonly in: "knowledge" | "people";
  readonly kinds: readonly string[];
  readonly councils: readonly string[];
  readonly communities: readonly string[];
  /** `year`, `month` or nothing. */
  readonly since: string;
  readonly sort: "relevance" | "newest" | "useful";
  readonly page: number;
  /** Only questions with an accepted answer, and such answers. */
  readonly answered?: boolean;
  /** Only what has exactly these words. */
  readonly exact?: boolean;
}

/** The address of a search. */
export function searchPathOf(asked: SearchAsked): string {
  return withQuery("/search", {
    q: asked.text,
    in: asked.in === "people" ? "people" : null,
    kind: asked.kinds,
    council: asked.councils,
    community: asked.communities,
    since: asked.since,
    sort: asked.sort === "relevance" ? null : asked.sort,
    answered: asked.answered ? "yes" : null,
    exact: asked.exact ? "yes" : null,
    page: asked.page > 1 ? asked.page : null,
  });
}
