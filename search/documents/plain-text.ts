const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  pound: "£",
};

/** The words of sanitised HTML: blocks parted by spaces, tags gone, entities read. */
export function plainTextOf(html: string): string {
  return html
    .replace(
      /<(?:br|hr|\/p|\/li|\/h[1-6]|\/blockquote|\/pre|\/tr|\/t[dh]|\/div|\/details|\/summary)\b[^<>]*>/gi,
      " ",
    )
    .replace(/<[^<>]*>/g, "")
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, entityOf)
    .replace(/\s+/g, " ")
    .trim();
}

function entityOf(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? "", 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}
