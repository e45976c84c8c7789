import type { VNode } from "preact";
import type { Speech } from "../language.ts";
import { withQuery } from "../paths.ts";
import { useSpeech } from "./speech.tsx";

/** What a theme is called: service areas have a name in both languages, other themes are content. */
export function themeName(theme: string, t: Speech["t"]): string {
  const key = `themes.${theme}`;
  const name = /^[a-z]+$/.test(theme) ? t(key) : theme;
  return name === key ? theme : name;
}

export interface ThemeListProps {
  readonly themes: readonly string[];
  /** The list they narrow: a community's discussions; without one the directory. */
  readonly path?: string;
  /** The one that is shown now. */
  readonly current?: string | null;
}

/** Themes as links to what has them. */
export function ThemeList({ themes, path = "/communities", current = null }: ThemeListProps): VNode | null {
  const { t } = useSpeech();
  if (themes.length === 0) return null;
  return (
    <ul class="themes">
      {themes.map((theme) => (
        <li key={theme}>
          <a
            class="theme"
            href={withQuery(path, { theme })}
            aria-current={theme === current ? "true" : undefined}
          >
            {themeName(theme, t)}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Hashtags as links to the search. */
export function HashtagList({ hashtags }: { hashtags: readonly string[] }): VNode | null {
  if (hashtags.length === 0) return null;
  return (
    <ul class="themes">
      {hashtags.map((tag) => (
        <li key={tag}>
          <a href={`/search?q=${encodeURIComponent(`#${tag}`)}`}>#{tag}</a>
        </li>
      ))}
    </ul>
  );
}
