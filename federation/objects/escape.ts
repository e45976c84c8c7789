/** Plain text as HTML text. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Plain text as one HTML paragraph, line breaks kept; empty text stays empty. */
export function paragraphOf(text: string): string {
  return text.trim() === "" ? "" : `<p>${escaped(text.trim()).replaceAll("\n", "<br />")}</p>`;
}
