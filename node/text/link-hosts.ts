const TOKEN = /<[^>]*>|[^<]+/g;
// Inside a link only phrasing stays; a block there would end the link in a browser's parser.
const BLOCK = /^<\/?(?:p|h[2-6]|pre|ul|ol|li|blockquote)[\s>]/;
// A word that looks like a host, in any script: labels joined by dots (also the full-width ones), ending in letters.
const HOST_LIKE = /(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,62}[\p{L}\p{N}])?[.\u3002\uff0e\uff61])+\p{L}{2,}/u;

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
  const text = decode(inner.replace(/<[^>]*>/g, "")).trim();
  if (text === "") return escaped(host);
  if (text.endsWith(`(${host})`)) return "";
  // Only the first counts: in "https://www.gov.uk/evil.example" the reader takes the first for the host.
  const shown = HOST_LIKE.exec(text)?.[0].toLowerCase();
  return shown === undefined || shown === host.replace(/:\d+$/, "") ? "" : ` (${escaped(host)})`;
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
