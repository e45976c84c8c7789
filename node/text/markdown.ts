import MarkdownIt, { type Token } from "markdown-it";
import { sanitise } from "./sanitise.ts";
import { linkNames, type TextLinks } from "./text-names.ts";
import { visibleOf } from "./visible.ts";

/**
 * What a person wrote, as HTML that passes `sanitise` unchanged. Line breaks stay as typed, web addresses become links,
 * headings start at h3 (the page's and the thread's title come first), raw HTML is shown as text. Indented lines and
 * lines of dashes mean nothing, because people indent and underline as in a mail. `lang` is the language of the words
 * put where a picture was. Source longer than 50,000 characters is the caller's to refuse (`mayBeText`).
 */
export function htmlOf(source: string, links: TextLinks = {}, lang: "en" | "cy" = "en"): string {
  return sanitise(markdown.render(visibleOf(source), { links }), { lang });
}

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 16 });
markdown.linkify.set({ fuzzyLink: true }).tlds(["wales", "cymru", "scot", "london"], true);
// Tables and rules are outside FEP-b2b8's subset; the others would turn plain typing into formatting.
markdown.disable(["code", "lheading", "hr", "table"]);
markdown.renderer.rules.heading_open = (tokens, index) => `<${headingOf(tokens[index])}>`;
markdown.renderer.rules.heading_close = (tokens, index) => `</${headingOf(tokens[index])}>\n`;
markdown.renderer.rules.s_open = () => "<del>";
markdown.renderer.rules.s_close = () => "</del>";
markdown.core.ruler.before("linkify", "names", (state) =>
  linkNames(state.tokens, state.env.links as TextLinks),
);
markdown.core.ruler.after("linkify", "secure", (state) => preferSecure(state.tokens));

function headingOf(token: Token | undefined): string {
  return `h${Math.min(Number(token?.tag.slice(1) ?? 1) + 2, 6)}`;
}

/** A bare "gov.uk/page" means https; linkify makes it http. */
function preferSecure(blocks: readonly Token[]): void {
  for (const { children } of blocks) {
    children?.forEach((token, index) => {
      const href =
        token.type === "link_open" && token.markup === "linkify" ? String(token.attrGet("href")) : "";
      const text = children[index + 1]?.content ?? "";
      if (href.startsWith("http://") && !/^https?:/i.test(text))
        token.attrSet("href", `https${href.slice(4)}`);
    });
  }
}
