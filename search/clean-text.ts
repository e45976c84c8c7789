/**
 * Text that every engine can store: whole characters in composed form (NFC), no control characters, no invisible
 * formatting; at most `most` characters, never cut inside one.
 */
export function cleanText(text: string, most = 200_000): string {
  return cut(text, most)
    .toWellFormed()
    .normalize("NFC")
    .replace(/\p{Cf}+/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const at = text.charCodeAt(most - 1);
  return text.slice(0, at >= 0xd800 && at <= 0xdbff ? most - 1 : most);
}
