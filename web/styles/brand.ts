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
      link: lifted(colour, SURFACES.dark.surface, 7),
      button: lifted(colour, SURFACES.dark.surface, 7),
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

// Mixing with white turns deep colours grey; raising the lightness of the hue keeps what makes them a council's own.
function lifted(colour: Hex, on: Hex, least: number): Hex {
  const { hue, saturation } = hslOf(colour);
  for (let lightness = 0.5; lightness < 1; lightness += 0.01) {
    const raised = hexOf(hue, saturation * 0.75, lightness);
    if (contrastOf(raised, on) >= least) return raised;
  }
  return WHITE;
}

function hslOf(colour: Hex): { hue: number; saturation: number } {
  const [r = 0, g = 0, b = 0] = channelsOf(colour).map((value) => value / 255);
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const range = most - least;
  if (range === 0) return { hue: 0, saturation: 0 };
  const turn =
    most === r ? ((g - b) / range + 6) % 6 : most === g ? (b - r) / range + 2 : (r - g) / range + 4;
  return { hue: turn * 60, saturation: range / (1 - Math.abs(most + least - 1)) };
}

function hexOf(hue: number, saturation: number, lightness: number): Hex {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    const value = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
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
