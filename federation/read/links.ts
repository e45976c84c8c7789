import type { AttachedLink } from "../../node/files/types.ts";
import { originOf } from "../../node/iris.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { lineOf } from "../../node/text/visible.ts";
import { webAddressOf } from "../../node/text/web-address.ts";
import { decodeMultibase } from "../multibase.ts";
import { manyOf, recordOf, typeOf } from "./values.ts";

/** Something attached: shown as a link with its host, or fetched where its bytes are named (profile D.3). */
export type NamedLink = AttachedLink;

const ATTACHED = new Set(["Link", "Image", "Document", "Video", "Audio", "Page"]);

/** Types whose bytes are what is attached; of the others the address is. */
const FILES = new Set(["Image", "Document", "Video", "Audio"]);

/** What is attached to an object: its `attachment`, its `image`, and where a link post leads (Lemmy, lotide). */
export function linksOf(object: Readonly<Record<string, unknown>>): NamedLink[] {
  const attached = [...manyOf(object.attachment), ...manyOf(object.image)].flatMap(linkOf);
  const links = [...attached, ...linkPostOf(object)];
  const once = new Map(links.map((link) => [link.href, link]));
  return [...once.values()].slice(0, LIMITS.links);
}

/** The page of an object in a browser: the first HTML address on its own origin, or null. */
export function pageOf(object: Readonly<Record<string, unknown>>, iri: string): string | null {
  const origin = originOf(iri);
  return addressesOf(object.url).find((href) => originOf(href) === origin) ?? null;
}

/** A `url` on another origin than the object's is what a link post is about. */
function linkPostOf(object: Readonly<Record<string, unknown>>): NamedLink[] {
  const id = typeof object.id === "string" ? originOf(object.id) : null;
  const elsewhere = addressesOf(object.url).find((href) => originOf(href) !== id);
  return elsewhere === undefined || pageOf(object, String(object.id)) !== null
    ? []
    : [namedLink(elsewhere, "", null)];
}

function linkOf(value: unknown): NamedLink[] {
  const record = recordOf(value);
  const href = webAddress(record === null ? value : (record.href ?? urlOf(record.url)));
  if (href === null) return [];
  if (record === null) return [namedLink(href, "", null)];
  if (!ATTACHED.has(typeOf(record) ?? "Link")) return [];
  const name = typeof record.name === "string" ? record.name : "";
  const media = typeof record.mediaType === "string" ? lineOf(record.mediaType, 100) : null;
  const bytes = record["cop:size"];
  const { digestMultibase } = record;
  const digest =
    typeof digestMultibase === "string" && /^z[1-9A-HJ-NP-Za-km-z]{1,100}$/.test(digestMultibase)
      ? digestMultibase
      : null;
  return [
    {
      ...namedLink(href, name, media),
      bytes: typeof bytes === "number" && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null,
      digest,
      sha256: sha256Of(digest),
      file: FILES.has(typeOf(record) ?? ""),
    },
  ];
}

function namedLink(href: string, name: string, mediaType: string | null): NamedLink {
  const url = new URL(href);
  return {
    href,
    name: lineOf(name, 200) || fileNameOf(url),
    host: url.host,
    mediaType,
    bytes: null,
    digest: null,
    sha256: null,
    file: false,
  };
}

/** SHA-256, hexadecimal, in the multibase of its multihash (profile C.5); null for another hash, or none. */
export function sha256Of(digest: string | null): string | null {
  const bytes = digest === null ? null : decodeMultibase(digest);
  if (bytes?.length !== 34 || bytes[0] !== 0x12 || bytes[1] !== 0x20) return null;
  return Buffer.from(bytes.subarray(2)).toString("hex");
}

function fileNameOf(url: URL): string {
  const last = url.pathname.split("/").findLast((part) => part !== "") ?? "";
  try {
    return lineOf(decodeURIComponent(last), 100) || url.host;
  } catch {
    return lineOf(last, 100) || url.host;
  }
}

/** Addresses of `url`: texts, and links that say HTML or nothing. */
function addressesOf(value: unknown): string[] {
  return manyOf(value).flatMap((item) => {
    const link = recordOf(item);
    const media = link?.mediaType ?? link?.mimeType ?? "text/html";
    const href = webAddress(link === null ? item : link.href);
    return href !== null && String(media).startsWith("text/html") ? [href] : [];
  });
}

function urlOf(value: unknown): unknown {
  const [first] = manyOf(value);
  return recordOf(first)?.href ?? first;
}

function webAddress(value: unknown): string | null {
  const href = typeof value === "string" ? webAddressOf(value) : null;
  return href?.startsWith("mailto:") ? null : href;
}
