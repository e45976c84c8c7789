import type { VNode } from "preact";
import { useSpeech } from "../speech.tsx";

export interface LanguageItem {
  readonly text: string;
  readonly lang: string;
  readonly current?: boolean | undefined;
  /** Address of the page in that language; without one the language is chosen by a button. */
  readonly href?: string | undefined;
}

export interface LanguageNavigationProps {
  readonly items: readonly LanguageItem[];
  /** It stands inside another navigation, and is none of its own: two of one name would tell nobody apart. */
  readonly inside?: boolean;
}

/** GOV.UK language navigation. Buttons stand inside a form of the page's layout that posts `language`. */
export function LanguageNavigation({ items, inside = false }: LanguageNavigationProps): VNode {
  const { t } = useSpeech();
  const list = (
    <ul class="govuk-language-navigation__list">
      {items.map((item) => (
        <li class="govuk-language-navigation__list-item" key={item.lang + item.text}>
          <LanguageChoice {...item} />
        </li>
      ))}
    </ul>
  );
  if (inside) return <div class="govuk-language-navigation">{list}</div>;
  return (
    <nav class="govuk-language-navigation" aria-label={t("common.languageNavigation")}>
      {list}
    </nav>
  );
}

function LanguageChoice({ text, lang, current, href }: LanguageItem): VNode {
  if (current) {
    return (
      <span class="govuk-language-navigation__text" aria-current="true" lang={lang}>
        {text}
      </span>
    );
  }
  if (href === undefined) {
    return (
      <button
        type="submit"
        name="language"
        value={lang}
        lang={lang}
        class="govuk-language-navigation__link link-button"
      >
        {text}
      </button>
    );
  }
  return (
    <a class="govuk-language-navigation__link" href={href} rel="alternate" lang={lang} hreflang={lang}>
      {text}
    </a>
  );
}
