import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { brandOf, contrastOf } from "../../web/styles/brand.ts";

const source = readFileSync(new URL("../../web/styles/tokens.scss", import.meta.url), "utf8");

/** Colours of a block of tokens.scss: `@mixin light`, `@mixin dark`, `:root`. */
function tokensOf(block: string): Readonly<Record<string, string>> {
  const start = source.indexOf(`${block} {`);
  const text = source.slice(start, source.indexOf("\n}", start));
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]),
  );
}

const fixed = tokensOf(":root");
const themes = {
  light: { ...fixed, ...tokensOf("@mixin light") },
  dark: { ...fixed, ...tokensOf("@mixin dark") },
};

const TEXT = 4.5;
const SHAPE = 3;
const onEverySurface = (text: string, least: number) =>
  ["body", "surface", "surface-raised"].map((surface) => [text, surface, least] as const);

/** What stands on what. Text needs 4.5 (WCAG 2.2, 1.4.3), edges of controls and focus 3 (1.4.11). */
const PAIRS: readonly (readonly [text: string, surface: string, least: number])[] = [
  ...["text", "text-secondary", "link", "link-visited", "link-hover", "error", "success"].flatMap((text) =>
    onEverySurface(text, TEXT),
  ),
  ["text", "surface-strong", TEXT],
  ["link", "surface-strong", TEXT],
  ["text", "input", TEXT],
  ["text-secondary", "input", TEXT],
  ["header-text", "header", TEXT],
  ["header-text", "band", TEXT],
  ["header", "header-text", TEXT],
  ["button-text", "button", TEXT],
  ["button-warning-text", "button-warning", TEXT],
  ["focus-text", "focus", TEXT],
  ["text", "success-surface", TEXT],
  ["text-secondary", "success-surface", TEXT],
  ["link", "success-surface", TEXT],
  ["success", "success-surface", TEXT],
  ["notice-text", "notice-surface", TEXT],
  ["notice-text", "body", TEXT],
  ["mark-text", "mark", TEXT],
  ...["plain", "teal", "green", "purple", "yellow", "red"].map(
    (tag) => [`tag-${tag}-text`, `tag-${tag}`, TEXT] as const,
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8, "gone"].map((hue) => ["avatar-text", `avatar-${hue}`, TEXT] as const),
  ["input-border", "body", SHAPE],
  ["input-border", "surface", SHAPE],
  ["success-border", "body", SHAPE],
  ["focus-text", "body", 1],
];

for (const [theme, tokens] of Object.entries(themes)) {
  test.each(PAIRS)(`in the ${theme} theme one can read %s on %s (at least %d)`, (text, surface, least) => {
    const [front, back] = [tokens[text as keyof typeof tokens], tokens[surface as keyof typeof tokens]];
    expect([text, typeof front, surface, typeof back]).toEqual([text, "string", surface, "string"]);
    expect(contrastOf(String(front), String(back))).toBeGreaterThanOrEqual(least);
  });
}

test("whatever colour a council chooses, everything drawn in it can be read, in both themes", () => {
  const poor: string[] = [];
  for (let i = 0; i < 2000; i++) {
    // Steps that share no divisor with 256³ visit colours from all over the cube.
    const colour = `#${((i * 8_388_593 + 40_503) % 0x1000000).toString(16).padStart(6, "0")}`;
    const { light, dark } = brandOf(colour);
    const pairs = [
      ["#ffffff", light.header, 5],
      ["#ffffff", light.band, 5],
      [light.link, "#ffffff", 5],
      [light.link, "#f3f1ec", 5],
      [light.link, "#edf5f0", 4.5],
      [light.link, "#e6e2d8", 4.5],
      [light.buttonText, light.button, 5],
      ["#ffffff", dark.header, 5],
      ["#ffffff", dark.band, 5],
      [dark.link, "#12181c", 5],
      [dark.link, "#1a2227", 5],
      [dark.link, "#2a343b", 4.5],
      [dark.buttonText, dark.button, 5],
    ] as const;
    for (const [a, b, least] of pairs) if (contrastOf(a, b) < least) poor.push(`${colour}: ${a} on ${b}`);
  }
  expect(poor).toEqual([]);
});
