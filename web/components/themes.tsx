import type { VNode } from "preact";
import type { Speech } from "../language.ts";
import { useSpeech } from "./speech.tsx";

/** What a theme is called: service areas have a name in both languages, other themes are content. */
export function themeName(theme: string, t: Speech["t"]): string {
  const key = `themes.${theme}`;
  const name = /^[a-z]+$/.test(theme) ? t(key) : theme;
  return name === key ? theme : name;
}

/** Themes as links to the directory. */
export function ThemeList({ themes }: { themes: readonly string[] }): VNode | null {
  const { t } = useSpeech();
  if (themes.length === 0) return null;
  return (
    <ul class="themes">
      {themes.map((theme) => (
        <li key={theme}>
          <a class="theme" href={`/communities?theme=${encodeURIComponent(theme)}`}>
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
