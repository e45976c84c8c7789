import type { VNode } from "preact";
import { useSpeech } from "../speech.tsx";

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

/** GOV.UK breadcrumbs; the page itself is not among them, its title follows. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }): VNode {
  const { t } = useSpeech();
  return (
    <nav class="govuk-breadcrumbs" aria-label={t("common.breadcrumb")}>
      <ol class="govuk-breadcrumbs__list">
        {items.map((item) => (
          <li class="govuk-breadcrumbs__list-item" key={item.href}>
            <a class="govuk-breadcrumbs__link" href={item.href}>
              {item.text}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
