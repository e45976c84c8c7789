const TAG = /<([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
const NEVER =
  /^(iframe|frame|frameset|object|embed|applet|base|math|style|video|audio|marquee|xmp|noscript)$/;
/** Elements of our own pages that may load or send something, and where to. */
const LOADS = /^(src|href|action|formaction|xlink:href|poster|srcset|ping|data|background)$/;

/**
 * What in a page could run, fetch or pretend something (A73), by tag; empty for a page of ours, whatever people wrote
 * on it. Text between tags is never looked at: there it is harmless.
 */
export function activeIn(html: string): string[] {
  return [...html.matchAll(TAG)].flatMap(([whole, name = "", inner = ""]) => {
    const attributes = [...inner.matchAll(ATTRIBUTE)].map(
      ([, key = "", a, b, c]) => [key.toLowerCase(), decoded(a ?? b ?? c ?? "")] as const,
    );
    const bad =
      NEVER.test(name.toLowerCase()) ||
      (name.toLowerCase() === "script" && !attributes.some(([key]) => key === "src")) ||
      attributes.some(([key, value]) => isActive(key, value));
    return bad ? [whole.slice(0, 120)] : [];
  });
}

function isActive(key: string, value: string): boolean {
  if (/^on|^style$|^srcdoc$|^http-equiv$/.test(key)) return true;
  if (!LOADS.test(key)) return false;
  // Browsers leave out blanks and control characters when they read a scheme.
  const address = Array.from(value)
    .filter((one) => one > " ")
    .join("");
  return /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^(https?|mailto):/i.test(address);
}

function decoded(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replace(/&#(\d+);?/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);?/gi, (_all, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("&colon;", ":")
    .replaceAll("&amp;", "&");
}
