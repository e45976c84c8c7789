import type { ShownPage } from "./pages.ts";

/** Widths of the screens, in CSS pixels. */
export const SIZES = { desktop: 1366, phone: 390 } as const;
export const THEMES = ["light", "dark"] as const;
const LANGUAGES = ["en", "cy"] as const;

interface Look {
  readonly size: keyof typeof SIZES;
  readonly theme: (typeof THEMES)[number];
  readonly language: (typeof LANGUAGES)[number];
}

export function pictureName(page: string, { size, theme, language }: Look): string {
  return `${page}-${size}-${theme}-${language}.webp`;
}

/** The README.md of the folder: each page with its eight pictures. */
export function indexOf(pages: readonly ShownPage[]): string {
  const looks = LANGUAGES.flatMap((language) =>
    (["desktop", "phone"] as const).flatMap((size) => THEMES.map((theme) => ({ size, theme, language }))),
  );
  return [
    "# Screens",
    "",
    `${pages.length} pages of the demo (\`npm run demo\`), on a desktop (${SIZES.desktop} px) and a phone (${SIZES.phone} px), light and dark,`,
    "in English and Welsh. Everybody and everything they say is invented. Made by one command, which writes this file too:",
    "",
    "```",
    "MOOTHALL_SCREENS=1 npm test -- tests/web/screens",
    "```",
    ...pages.flatMap(({ name, title, about }) => [
      "",
      `## ${title}`,
      "",
      about,
      "",
      `![${title}](${pictureName(name, { size: "desktop", theme: "light", language: "en" })})`,
      "",
      looks.map((look) => `[${labelOf(look)}](${pictureName(name, look)})`).join(" · "),
    ]),
    "",
  ].join("\n");
}

function labelOf({ size, theme, language }: Look): string {
  return `${size}, ${theme}, ${language === "en" ? "English" : "Welsh"}`;
}
