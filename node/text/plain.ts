import { sanitise } from "./sanitise.ts";

const TOKEN = /<[^<>]*>|[^<]+/g;

/**
 * The words of a text in HTML, for search, mails, titles and digests: paragraphs apart by an empty line, line breaks
 * and list items on lines of their own, no addresses of links, entities resolved. Any HTML may come in.
 */
export function plainOf(html: string): string {
  let out = "";
  let pre = 0;
  for (const [token] of sanitise(html).matchAll(TOKEN)) {
    if (!token.startsWith("<")) {
      const words = decode(pre > 0 ? token : token.replace(/\s+/g, " "));
      out += pre === 0 && (out === "" || out.endsWith("\n")) ? words.trimStart() : words;
      continue;
    }
    const tag = /^<\/?([a-z0-9]+)/.exec(token)?.[1] ?? "";
    if (tag === "pre") pre += token.startsWith("</") ? -1 : 1;
    out += breakOf(tag, token.startsWith("</"));
  }
  return withoutTrailing(out)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Line by line, because a pattern for the blanks before a line's end looks at long runs of them again and again. */
function withoutTrailing(text: string): string {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return [...lines.map((line) => line.trimEnd()), last].join("\n");
}

function breakOf(tag: string, closing: boolean): string {
  if (tag === "br") return "\n";
  if (tag === "li") return closing ? "\n" : "\n- ";
  if (tag === "ul" || tag === "ol") return "\n";
  return /^(?:p|h[2-6]|pre|blockquote)$/.test(tag) ? "\n\n" : "";
}

// The sanitiser writes exactly these four; everything else is already a character.
function decode(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
