import { isJsonObject, type Json, type JsonObject } from "./jcs.ts";
import { type JsonLimits, jsonProblem } from "./json-scan.ts";
import { isActivityMediaType } from "./media-types.ts";

/** An HTTP answer, as the egress gives it; header names in lower case. */
export type FetchedAnswer = { status: number; headers: Readonly<Record<string, string>>; body: Uint8Array };

/** A document that may be read, or why it may not; `status` is the HTTP status of the answer. */
export type DocumentResult =
  | { ok: true; document: JsonObject }
  | { ok: false; code: "status" | "media-type" | "json" | "id"; detail: string; status: number };

/** A parsed JSON text, or why it is refused. */
export type JsonResult = { ok: true; value: Json } | { ok: false; code: "json"; detail: string };

/** What arrives in an inbox (security §2.3): 256 KiB, depth 24, 4,000 containers. */
export const INBOX_LIMITS: JsonLimits = {
  maxBytes: 256 * 1024,
  maxDepth: 24,
  maxContainers: 4000,
  maxMembers: 2000,
};

/** A fetched actor, object or activity. */
export const DOCUMENT_LIMITS: JsonLimits = { ...INBOX_LIMITS, maxBytes: 1024 * 1024 };

/** A page of a collection: 768 KiB as we cut them, more from others; containers counted per entry (resolution 11). */
export const PAGE_LIMITS: JsonLimits = { ...DOCUMENT_LIMITS, maxDepth: 26, maxEntries: 1000 };

/**
 * Reads a document fetched from `url`: status 200, an ActivityPub media type, JSON within the limits, and an `id`
 * that is the URL it was asked for (A17, A28, W-09). Redirects are answers like any other, so never followed.
 */
export function readDocument(answer: FetchedAnswer, url: string, limits = DOCUMENT_LIMITS): DocumentResult {
  const result = readActivityJson(answer, limits);
  if (!result.ok || result.document.id === withoutFragment(url)) return result;
  return { ok: false, code: "id", detail: "the document has another id", status: answer.status };
}

/** Like `readDocument` without the check of the id: for hints only, such as the owner named by a key document. */
export function readActivityJson(answer: FetchedAnswer, limits = DOCUMENT_LIMITS): DocumentResult {
  const { status, headers, body } = answer;
  if (status !== 200) return { ok: false, code: "status", detail: `answered ${status}`, status };
  if (!isActivityMediaType(headers["content-type"])) {
    return { ok: false, code: "media-type", detail: "not an ActivityPub media type", status };
  }
  const json = readJson(body, limits);
  if (!json.ok) return { ...json, status };
  if (!isJsonObject(json.value)) return { ok: false, code: "json", detail: "not an object", status };
  return { ok: true, document: json.value };
}

/**
 * Parses JSON from the network. Refuses invalid UTF-8, a byte order mark, duplicate keys, `__proto__`, NUL, lone
 * surrogates (resolution 26) and whatever exceeds the limits; each found before `JSON.parse` runs.
 */
export function readJson(bytes: Uint8Array, limits: JsonLimits): JsonResult {
  if (bytes.byteLength > limits.maxBytes) return refused(`larger than ${limits.maxBytes} bytes`);
  try {
    const text = UTF8.decode(bytes);
    const problem = jsonProblem(text, limits);
    return problem === null ? { ok: true, value: JSON.parse(text) } : refused(problem);
  } catch {
    return refused("not JSON in UTF-8");
  }
}

/** The IRI of the document that an IRI with a fragment is part of. */
export function withoutFragment(iri: string): string {
  const hash = iri.indexOf("#");
  return hash < 0 ? iri : iri.slice(0, hash);
}

function refused(detail: string): JsonResult & { ok: false } {
  return { ok: false, code: "json", detail };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
