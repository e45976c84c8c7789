import type { VNode } from "preact";
import type { Speech } from "../language.ts";
import type { SearchProps } from "../pages/search.tsx";
import { type SearchAsked, searchPathOf } from "../search-asked.ts";
import { Icon } from "./icon.tsx";
import { useSpeech } from "./speech.tsx";

type SearchNotesProps = Pick<SearchProps, "asked" | "found" | "away" | "addressUnknown">;

/** Above the results: what they are without, and what was searched for instead of what was typed. */
export function SearchNotes({ asked, found, away, addressUnknown }: SearchNotesProps): VNode {
  const { t, dateTimeOf } = useSpeech();
  const late = (found?.sources ?? []).filter((source) => source.status !== "ok");
  return (
    <>
      {away.map(({ name, since }) => (
        <p class="notice-line" key={name}>
          <Icon name="triangle-alert" />
          <span>{t("search.away", { home: name, when: dateTimeOf(since) })}</span>
        </p>
      ))}
      {late.map((source) => (
        <p class="notice-line" key={source.name}>
          <Icon name="clock" />
          <span>{sourceLine(source, t)}</span>
        </p>
      ))}
      {found?.behind ? (
        <p class="notice-line">
          <Icon name="clock" />
          <span>{t("search.behind")}</span>
        </p>
      ) : null}
      {addressUnknown ? (
        <p class="notice-line">
          <Icon name="link" />
          <span>{t("search.addressUnknown")}</span>
        </p>
      ) : null}
      {found === null ? null : <Meant asked={asked} found={found} />}
    </>
  );
}

/** This site's own search, or one beyond it. */
function sourceLine(source: { readonly name: string; readonly status: string }, t: Speech["t"]): string {
  if (source.name === "here") return t("search.source.here");
  return t(`search.source.${source.status}`, { name: t(`search.sourceName.${source.name}`) });
}

/** More words than these say nothing to a reader. */
const MOST_NAMED = 3;

/** What was searched for instead of what was typed, and the way back to it. */
function Meant({
  asked,
  found,
}: Pick<SearchProps, "asked"> & { found: NonNullable<SearchProps["found"]> }): VNode {
  const { t, listOf } = useSpeech();
  const typed = asked.text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const few = found.leftOut.length <= MOST_NAMED && found.leftOut.length < typed.length;
  const leftOut = few ? t("search.leftOut", { words: listOf(found.leftOut) }) : t("search.leftOutAny");
  return (
    <>
      {found.corrected ? <Corrected asked={asked} corrected={found.corrected} /> : null}
      {found.leftOut.length === 0 || found.total === 0 ? null : (
        <p class="notice-line notice-line--quiet">
          <span>{leftOut}</span>
        </p>
      )}
      {asked.exact ? (
        <p class="notice-line notice-line--quiet">
          <span>
            {t("search.exactShown")}{" "}
            <a href={searchPathOf({ ...asked, exact: false, page: 1 })}>{t("search.notExact")}</a>
          </span>
        </p>
      ) : null}
    </>
  );
}

function Corrected({ asked, corrected }: { asked: SearchAsked; corrected: string }): VNode {
  const { t } = useSpeech();
  return (
    <p class="notice-line notice-line--quiet">
      <span>
        {t("search.corrected", { text: corrected })}{" "}
        <a href={searchPathOf({ ...asked, exact: true, page: 1 })}>
          {t("search.exactly", { text: asked.text })}
        </a>
      </span>
    </p>
  );
}
