/** A word for comparing: lower case, without accents. */
export function foldWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

/** A folded word without its English plural ending, for comparing names: "plans" → plan, "policies" → policy. */
export function singularOf(folded: string): string {
  if (folded.length < 4 || !folded.endsWith("s") || /(?:ss|us|is)$/.test(folded)) return folded;
  return folded.endsWith("ies") ? `${folded.slice(0, -3)}y` : folded.slice(0, -1);
}
