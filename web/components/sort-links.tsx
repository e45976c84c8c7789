import type { VNode } from "preact";

export interface SortLinksProps {
  readonly label: string;
  readonly items: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
}

/** Ways to order or narrow a list, as links: one click, no form, and the address says what one sees. */
export function SortLinks({ label, items }: SortLinksProps): VNode {
  return (
    <nav class="sort" aria-label={label}>
      <ul class="sort__list">
        {items.map((item) => (
          <li key={item.href}>
            <a class="sort__link" href={item.href} aria-current={item.current ? "true" : undefined}>
              {item.text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
