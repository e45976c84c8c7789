import sanitizeHtml from "sanitize-html";
import { LIMITS } from "./limits.ts";
import { showHosts } from "./link-hosts.ts";
import { visibleOf } from "./visible.ts";
import { webAddressOf } from "./web-address.ts";

/** Words put where a picture was. */
const PICTURE_AT = { en: "picture at", cy: "llun ar" } as const;

// FEP-b2b8's elements without the media ones: no byte of another host is fetched while reading (resolution 32).
const TAGS =
  "p span h2 h3 h4 h5 h6 br a del pre code em strong b i u ul ol li blockquote ruby rt rp sub sup".split(" ");
// "invisible" and "ellipsis" (Mastodon) are left out: hiding part of a link's text is what A76 forbids.
const CLASSES = ["h-card", "u-url", "mention", "hashtag", /^language-[a-z0-9+-]{1,20}$/];
// Parsing time grows with the square of the open elements (A58); no post that a person wrote has as many.
const MOST_TAGS = 12_000;
const MOST_PASSES = 5;
const REL = "nofollow noopener ugc";

export interface SanitiseOptions {
  /** Language of the words put where a picture was. */
  readonly lang?: "en" | "cy";
}

/**
 * HTML that is safe to store, send and show: the FEP-b2b8 subset, every link `rel="nofollow noopener ugc"`, pictures
 * and players as links, hidden characters removed, and the real host after a link text that shows another one (A76).
 * Input beyond 96 KiB is cut first. Applying it twice changes nothing. Profile W-12.
 */
export function sanitise(html: string, options: SanitiseOptions = {}): string {
  const words = PICTURE_AT[options.lang ?? "en"];
  let clean = pass(capped(html), words);
  // Dropping a tag can leave blocks nested that a parser closes; a second pass settles nearly all of them.
  for (let passes = 1; passes < MOST_PASSES; passes++) {
    const again = pass(clean, words);
    if (again === clean) return clean;
    clean = again;
  }
  return clean;
}

function pass(html: string, words: string): string {
  let links = 0;
  const clean = sanitizeHtml(asParagraphs(html), {
    allowedTags: TAGS,
    allowedAttributes: { a: ["href", "rel"], ol: ["start", "reversed"], li: ["value"] },
    allowedClasses: { a: CLASSES, span: CLASSES, code: CLASSES },
    allowedSchemes: ["https", "http", "mailto"],
    allowProtocolRelative: false,
    nestingLimit: 16,
    nonTextTags: "script style textarea option xmp noscript template title math svg".split(" "),
    onOpenTag: (tag) => {
      if (tag === "a") links += 1;
    },
    onCloseTag: (tag) => {
      if (tag === "a" && links > 0) links -= 1;
    },
    transformTags: {
      a: (_tag, attributes) => linkOf(attributes, links > 1),
      h1: "h2",
      s: "del",
      strike: "del",
      img: (_tag, attributes) => mediaLinkOf(attributes, words, links > 0),
      video: (_tag, attributes) => mediaLinkOf(attributes, words, links > 0),
      audio: (_tag, attributes) => mediaLinkOf(attributes, words, links > 0),
    },
  });
  // After parsing, because hidden characters also come as entities.
  return showHosts(visibleOf(clean))
    .replace(/<p>\s*<\/p>/g, "")
    .trim();
}

function capped(html: string): string {
  const cut = html.length > LIMITS.htmlBytes ? html.slice(0, LIMITS.htmlBytes) : html;
  let at = -1;
  for (let tags = 0; tags < MOST_TAGS; tags++) {
    at = cut.indexOf("<", at + 1);
    if (at === -1) return cut;
  }
  return cut.slice(0, at);
}

/** Blocks and table rows outside the subset become paragraphs, so that their words do not run together. */
function asParagraphs(html: string): string {
  return html
    .replace(
      /<(\/?)(?:div|section|article|header|footer|main|figure|figcaption|tr|dt|dd|address)(?=[\s/>])/gi,
      "<$1p",
    )
    .replace(/<\/t[dh]\s*>/gi, " ")
    .replace(/<hr(?=[\s/>])[^<>]*>/gi, "<p></p>");
}

function linkOf(attributes: sanitizeHtml.Attributes, insideLink: boolean): sanitizeHtml.Tag {
  const href = webAddressOf(attributes.href);
  if (href === null || insideLink) return { tagName: "span", attribs: {} };
  const rel = (attributes.rel ?? "").split(/\s+/).includes("tag") ? `tag ${REL}` : REL;
  const kept: sanitizeHtml.Attributes = { href, rel };
  if (attributes.class !== undefined) kept.class = attributes.class;
  return { tagName: "a", attribs: kept };
}

function mediaLinkOf(
  attributes: sanitizeHtml.Attributes,
  words: string,
  insideLink: boolean,
): sanitizeHtml.Tag {
  const href = webAddressOf(attributes.src);
  if (href === null || href.startsWith("mailto:")) return { tagName: "span", attribs: {} };
  const text = `${words} ${new URL(href).host}`;
  return insideLink
    ? { tagName: "span", attribs: {}, text }
    : { tagName: "a", attribs: { href, rel: REL }, text };
}
