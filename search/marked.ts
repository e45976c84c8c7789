import type { Marked } from "./results.ts";

/** Set around matches by the engine. Control characters are taken out of all text on its way in, so none can be forged. */
export const MATCH_START = "\u0001";
export const MATCH_END = "\u0002";

/** Splits text with MATCH_START and MATCH_END into pieces. */
export function markedOf(text: string): Marked {
  const pieces: [string, boolean][] = [];
  for (const [i, part] of text.split(MATCH_START).entries()) {
    const [match, ...rest] = i === 0 ? [null, part] : part.split(MATCH_END);
    if (match) pieces.push([match, true]);
    const plain = rest.join("");
    if (plain) pieces.push([plain, false]);
  }
  return pieces;
}

/** The text without its marks. */
export function plainOf(marked: Marked): string {
  return marked.map(([text]) => text).join("");
}
