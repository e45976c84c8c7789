import type { VNode } from "preact";
import { useSpeech } from "../speech.tsx";
import { classesOf } from "./classes.ts";

export interface PaginationProps {
  readonly page: number;
  readonly pages: number;
  /** Address of a page by its number, from 1. */
  readonly hrefOf: (page: number) => string;
}

const ARROWS = {
  prev: "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z",
  next: "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z",
} as const;

/** GOV.UK pagination; nothing where there is one page. */
export function Pagination({ page, pages, hrefOf }: PaginationProps): VNode | null {
  const { t } = useSpeech();
  if (pages <= 1) return null;
  return (
    <nav class="govuk-pagination" aria-label={t("common.pagination")}>
      {page > 1 ? <Step way="prev" href={hrefOf(page - 1)} text={t("common.previousPage")} /> : null}
      <ul class="govuk-pagination__list">
        {shownPages(page, pages).map((shown, i) =>
          shown === null ? (
            <li key={`gap${i > 2}`} class="govuk-pagination__item govuk-pagination__item--ellipsis">
              ⋯
            </li>
          ) : (
            <PageLink key={shown} number={shown} current={shown === page} href={hrefOf(shown)} />
          ),
        )}
      </ul>
      {page < pages ? <Step way="next" href={hrefOf(page + 1)} text={t("common.nextPage")} /> : null}
    </nav>
  );
}

function PageLink({ number, current, href }: { number: number; current: boolean; href: string }): VNode {
  const { t } = useSpeech();
  return (
    <li class={classesOf("govuk-pagination__item", current && "govuk-pagination__item--current")}>
      <a
        class="govuk-link govuk-pagination__link"
        href={href}
        aria-label={t("common.pageNumber", { number })}
        aria-current={current ? "page" : undefined}
      >
        {number}
      </a>
    </li>
  );
}

function Step({ way, href, text }: { way: "prev" | "next"; href: string; text: string }): VNode {
  const arrow = (
    <svg
      class={`govuk-pagination__icon govuk-pagination__icon--${way}`}
      xmlns="http://www.w3.org/2000/svg"
      height="13"
      width="15"
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 15 13"
    >
      <path d={ARROWS[way]}></path>
    </svg>
  );
  const title = <span class="govuk-pagination__link-title">{text}</span>;
  return (
    <div class={`govuk-pagination__${way}`}>
      <a class="govuk-link govuk-pagination__link" href={href} rel={way}>
        {way === "prev" ? [arrow, title] : [title, arrow]}
      </a>
    </div>
  );
}

/** First, last, and the neighbours of the current page; null stands for a gap. */
function shownPages(page: number, pages: number): readonly (number | null)[] {
  const near = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const numbers = [...new Set(near)].sort((a, b) => a - b);
  return numbers.flatMap((n, i) => {
    const gap = n - (numbers[i - 1] ?? 0);
    if (gap === 2) return [n - 1, n];
    return gap > 2 ? [null, n] : [n];
  });
}
