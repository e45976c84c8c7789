import type { VNode } from "preact";
import { useSpeech } from "../speech.tsx";

export interface LanguageItem {
  readonly text: string;
  readonly lang: string;
  readonly current?: boolean | undefined;
  /** Address of the page in that language; without one the language is chosen by a button. */
  readonly href?: string | undefined;
}

/** GOV.UK language navigation. Buttons stand inside a form of the page's layout that posts `language`. */
export function LanguageNavigation({ items }: { items: readonly LanguageItem[] }): VNode {
  const { t } = useSpeech();
  return (
    <nav class="govuk-language-navigation" aria-label={t("common.languageNavigation")}>
      <ul class="govuk-language-navigation__list">
        {items.map((item) => (
          <li class="govuk-language-navigation__list-item" key={item.lang + item.text}>
            <LanguageChoice {...item} />
          </li>
        ))}
      </ul>
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
