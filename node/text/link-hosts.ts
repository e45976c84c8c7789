const TOKEN = /<[^<>]*>|[^<]+/g;
// Inside a link only phrasing stays; a block there would end the link in a browser's parser.
const BLOCK = /^<\/?(?:p|h[2-6]|pre|ul|ol|li|blockquote)[\s>]/;
// What a host may be written with, in any script; its labels are joined by dots (also the full-width ones).
const RUN = /[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61-]+/gu;
const DOT = /[.\u3002\uff0e\uff61]/u;

/**
 * Makes every link of sanitised HTML say where it leads: a text that shows a host other than the real one, or one in
 * another script, gets the real one appended in brackets; a link without text shows its host (A76).
 */
export function showHosts(html: string): string {
  let out = "";
  let open: { readonly tag: string; text: string } | null = null;
  for (const [token] of html.matchAll(TOKEN)) {
    if (token === "</a>" && open !== null) {
      out += `${open.tag}${open.text}${suffixOf(open.tag, open.text)}</a>`;
      open = null;
    } else if (token.startsWith("<a ") && open === null) open = { tag: token, text: "" };
    else if (open === null) out += token;
    else open.text += BLOCK.test(token) ? " " : token;
  }
  return out;
}

function suffixOf(tag: string, inner: string): string {
  const host = hostOfTag(tag);
  if (host === null) return "";
  const text = decode(inner.replace(/<[^<>]*>/g, "")).trim();
  if (text === "") return escaped(host);
  if (text.endsWith(`(${host})`)) return "";
  // Only the first counts: in "https://www.gov.uk/evil.example" the reader takes the first for the host.
  const shown = hostIn(text)?.toLowerCase() ?? null;
  return shown === null || shown === host.replace(/:\d+$/, "") ? "" : ` (${escaped(host)})`;
}

/** The first word that looks like a host: labels joined by dots, the last of which begins with two letters. */
function hostIn(text: string): string | null {
  for (const [run] of text.matchAll(RUN)) {
    const labels = run.split(DOT);
    const first = labels.findIndex((label) => label !== "");
    const last = labels.findLastIndex((label) => /^\p{L}{2}/u.test(label));
    if (first >= 0 && last > first) return labels.slice(first, last + 1).join(".");
  }
  return null;
}

function hostOfTag(tag: string): string | null {
  const href = /\shref="([^"]*)"/.exec(tag)?.[1];
  if (href === undefined) return null;
  try {
    const url = new URL(decode(href));
    return url.protocol === "mailto:" ? url.pathname.slice(url.pathname.lastIndexOf("@") + 1) : url.host;
  } catch {
    return null;
  }
}

function decode(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
