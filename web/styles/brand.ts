/** `#rrggbb` */
export type Hex = string;

const BLACK = "#000000";
const WHITE = "#ffffff";

/** Surfaces that text of the brand's colour stands on; the same as in tokens.scss. */
export const SURFACES = {
  light: { body: "#ffffff", surface: "#f3f1ec" },
  dark: { body: "#12181c", surface: "#1a2227" },
} as const;

export interface BrandColours {
  readonly header: Hex;
  readonly band: Hex;
  readonly link: Hex;
  readonly button: Hex;
  readonly buttonText: Hex;
}

/**
 * Colours of header, links and buttons from one colour, mixed to black or white until each can be read:
 * white on header and band ≥ 5, links on body and surface ≥ 5.5, words on buttons ≥ 5 (WCAG 2.2 asks for 4.5).
 */
export function brandOf(colour: Hex): { readonly light: BrandColours; readonly dark: BrandColours } {
  const header = until(colour, BLACK, WHITE, 5);
  const darkHeader = until(mix(colour, SURFACES.dark.body, 0.45), BLACK, WHITE, 7);
  return {
    light: {
      header,
      band: mix(header, BLACK, 0.2),
      link: until(colour, BLACK, SURFACES.light.surface, 5.5),
      button: header,
      buttonText: WHITE,
    },
    dark: {
      header: darkHeader,
      band: mix(darkHeader, BLACK, 0.2),
      link: until(colour, WHITE, SURFACES.dark.surface, 6),
      button: until(colour, WHITE, SURFACES.dark.body, 6),
      buttonText: SURFACES.dark.body,
    },
  };
}

/** The style rules that put a node's colour in place of the default one, for each theme. */
export function brandStylesOf(colour: Hex): string {
  const { light, dark } = brandOf(colour);
  return [
    `:root{${declarations(light)}}`,
    `@media(prefers-color-scheme:dark){:root:not([data-theme=light]){${declarations(dark)}}}`,
    `:root[data-theme=dark]{${declarations(dark)}}`,
  ].join("");
}

function declarations(colours: BrandColours): string {
  const { header, band, link, button, buttonText } = colours;
  return `--header:${header};--band:${band};--link:${link};--button:${button};--button-text:${buttonText}`;
}

function until(colour: Hex, toward: Hex, on: Hex, least: number): Hex {
  for (let part = 0; part <= 1; part += 0.02) {
    const mixed = mix(colour, toward, part);
    if (contrastOf(mixed, on) >= least) return mixed;
  }
  return toward;
}

function mix(a: Hex, b: Hex, part: number): Hex {
  const [x, y] = [channelsOf(a), channelsOf(b)];
  const mixed = x.map((value, i) => Math.round(value + ((y[i] ?? 0) - value) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(a: Hex, b: Hex): number {
  const [x, y] = [luminanceOf(a), luminanceOf(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminanceOf(colour: Hex): number {
  const [r = 0, g = 0, b = 0] = channelsOf(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channelsOf(colour: Hex): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
