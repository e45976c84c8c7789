import { z } from "zod";
import { sameOrigin } from "../../node/iris.ts";
import type { ReleaseFacts } from "../../node/posts/release-types.ts";
import type { PostKind } from "../../node/posts/types.ts";
import { excerptOf, titleFrom } from "../../node/text/excerpt.ts";
import { bytesOf, LIMITS } from "../../node/text/limits.ts";
import { plainOf } from "../../node/text/plain.ts";
import { PUBLIC_IRI } from "../contexts.ts";
import { paragraphOf } from "../objects/escape.ts";
import type { Named } from "../objects/tags.ts";
import { htmlFrom, rawTextOf, sourceOf } from "./content-text.ts";
import { CONTENT_TYPES } from "./content-types.ts";
import { choicesOf, eventLineOf } from "./event.ts";
import { languageOf, type ReadLanguage } from "./language.ts";
import { linksOf, type NamedLink, pageOf } from "./links.ts";
import { type Ignored, ignored, type Refused, refused } from "./outcome.ts";
import { releaseOf } from "./release.ts";
import { tagsOf } from "./tags.ts";
import {
  addressees,
  aFlag,
  aLine,
  anInstant,
  anIri,
  faultOf,
  irisOf,
  recordOf,
  requiredIri,
  typeOf,
} from "./values.ts";

/** A post as another node sent it: checked, its HTML sanitised; who may post it where is decided elsewhere. */
export interface ReadContent extends ReadLanguage {
  readonly type: "content";
  /** The type on the wire, for the record ("Page", "Event"). */
  readonly asType: string;
  readonly kind: PostKind;
  readonly iri: string;
  readonly authorIri: string;
  /** Empty for replies. */
  readonly title: string;
  readonly html: string;
  readonly source: string | null;
  /** Plain text of at most 500 characters; empty when there is none. Mastodon's content warning stands here. */
  readonly summary: string;
  readonly inReplyTo: string | null;
  readonly audience: string | null;
  readonly context: string | null;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Whether anyone may read it: Public in `to` or `cc`. */
  readonly public: boolean;
  readonly mentions: readonly Named[];
  readonly hashtags: readonly string[];
  readonly themes: readonly string[];
  readonly links: readonly NamedLink[];
  readonly pageUrl: string | null;
  readonly published: Date | null;
  readonly updated: Date | null;
  readonly sensitive: boolean;
  /** Said by its author of the whole object (profile C.10); anything else is not taken for a release. */
  readonly release: ReleaseFacts | null;
}

export interface ReadTombstone {
  readonly type: "tombstone";
  readonly iri: string;
}

const SHAPE = z.object({
  id: requiredIri,
  inReplyTo: anIri,
  audience: anIri,
  context: anIri,
  to: addressees,
  cc: addressees,
  name: aLine(LIMITS.titleCharacters),
  published: anInstant,
  updated: anInstant,
  sensitive: aFlag,
});

/**
 * Reads a content object of any program (interop.md §6c). Refuses `invalid`, `too-long` beyond 96 KiB of text, and
 * `wrong-author` where the author is of another origin than the object (E-08). Ignores types that no community shows,
 * poll votes and empty notes.
 */
export function readContentObject(json: unknown): ReadContent | ReadTombstone | Ignored | Refused {
  const object = recordOf(json);
  if (object === null) return refused("invalid", "not an object");
  const parsed = SHAPE.safeParse(object);
  if (!parsed.success) return refused("invalid", faultOf(parsed.error));
  const asType = typeOf(object) ?? "nothing";
  if (asType === "Tombstone") return { type: "tombstone", iri: parsed.data.id };
  if (!CONTENT_TYPES.has(asType)) return ignored(asType, "no community shows this type");
  const authorIri = authorOf(object);
  if (authorIri === null || !sameOrigin(authorIri, parsed.data.id)) {
    return refused("wrong-author", "the author is not of the object's origin");
  }
  const raw = rawTextOf(object);
  if (bytesOf(raw) > LIMITS.htmlBytes) return refused("too-long", "more text than we take");
  return contentOf(object, parsed.data, { asType, authorIri, raw });
}

/** `attributedTo` may list several (PeerTube: the account and its channel): the first is the author. */
function authorOf(object: Readonly<Record<string, unknown>>): string | null {
  return irisOf(object.attributedTo)[0] ?? irisOf(object.actor)[0] ?? null;
}

function contentOf(
  object: Readonly<Record<string, unknown>>,
  shape: z.infer<typeof SHAPE>,
  found: { readonly asType: string; readonly authorIri: string; readonly raw: string },
): ReadContent | Ignored {
  const { id: iri, name, ...rest } = shape;
  const language = languageOf(object, found.raw.replace(/<[^<>]*>/g, " "));
  const html = withExtras(object, found.asType, htmlFrom(found.raw, object, language.lang));
  const links = linksOf(object);
  const reply = shape.inReplyTo !== null;
  if (reply && name !== "" && html === "") return ignored("Note", "a vote in a poll");
  const summary = summaryOf(object);
  const title = reply ? "" : name || titleOf(plainOf(html), summary, links);
  if (html === "" && title === "" && links.length === 0)
    return ignored(found.asType, "nothing is written in it");
  return {
    type: "content",
    asType: found.asType,
    kind: reply ? "reply" : object["cop:kind"] === "question" ? "question" : "topic",
    iri,
    authorIri: found.authorIri,
    title,
    html,
    source: sourceOf(object),
    summary,
    ...rest,
    ...language,
    ...tagsOf(object.tag),
    public: [...shape.to, ...shape.cc].includes(PUBLIC_IRI),
    links,
    pageUrl: pageOf(object, iri),
    release: reply ? null : releaseOf(object, found.authorIri),
  };
}

/** A title for what came without one: from its text, else its warning, else whatever is there. */
function titleOf(text: string, summary: string, links: readonly NamedLink[]): string {
  return titleFrom(text) || excerptOf(summary || text, 100) || (links[0]?.name ?? "");
}

function summaryOf(object: Readonly<Record<string, unknown>>): string {
  const { summary } = object;
  return typeof summary === "string" ? excerptOf(plainOf(summary), LIMITS.summaryCharacters) : "";
}

/** What a type says outside its text: when and where an event is, the choices of a poll. */
function withExtras(object: Readonly<Record<string, unknown>>, asType: string, html: string): string {
  if (asType === "Event") return `${paragraphOf(eventLineOf(object))}${html}`;
  return asType === "Question" ? `${html}${choicesOf(object)}` : html;
}
