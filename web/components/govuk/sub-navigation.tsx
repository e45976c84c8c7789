import type { VNode } from "preact";

export interface SubNavigationItem {
  readonly text: string;
  readonly href: string;
  readonly current?: boolean | undefined;
  /** A number worth seeing, with its meaning for screen readers. */
  readonly count?: { readonly value: string; readonly meaning: string } | undefined;
}

/** Pages of one thing, as plain links (the pattern of the Ministry of Justice's sub-navigation). */
export function SubNavigation({
  label,
  items,
}: {
  label: string;
  items: readonly SubNavigationItem[];
}): VNode {
  return (
    <nav class="sub-navigation" aria-label={label}>
      <ul class="sub-navigation__list">
        {items.map((item) => (
          <li class="sub-navigation__item" key={item.href}>
            <a class="sub-navigation__link" href={item.href} aria-current={item.current ? "page" : undefined}>
              {item.text}
              {item.count === undefined ? null : (
                <>
                  {" "}
                  <span class="count" aria-hidden="true">
                    {item.count.value}
                  </span>
                  <span class="govuk-visually-hidden">{item.count.meaning}</span>
                </>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
