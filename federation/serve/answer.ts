import type { JsonObject } from "../jcs.ts";
import { ACTIVITY_JSON, isActivityMediaType } from "../media-types.ts";
import { documentFor } from "../objects/document.ts";

const COMMON = { vary: "Accept, Signature", "x-content-type-options": "nosniff" } as const;

/** An ActivityPub document. No charset parameter: some programs refuse it (interop.md §2). */
export function documentAnswer(
  document: JsonObject,
  options: { status?: number; etag?: string; private?: boolean } = {},
): Response {
  return bytesAnswer(JSON.stringify(document), options);
}

/** An object or collection with the profile's context put in front. */
export function objectAnswer(
  object: JsonObject,
  options: { status?: number; etag?: string; private?: boolean } = {},
): Response {
  return documentAnswer(documentFor(object), options);
}

export function bytesAnswer(
  body: string | Uint8Array,
  options: { status?: number; etag?: string; private?: boolean; type?: string } = {},
): Response {
  return new Response(typeof body === "string" ? body : new Uint8Array(body), {
    status: options.status ?? 200,
    headers: {
      ...COMMON,
      "content-type": options.type ?? ACTIVITY_JSON,
      "cache-control": options.private ? "private, no-store" : "public, max-age=60",
      ...(options.etag === undefined ? {} : { etag: options.etag }),
    },
  });
}

/** What is not there, and what is not for the asker, are the same answer (profile D.2). */
export function nothingHere(): Response {
  return new Response('{"error":"not found"}', {
    status: 404,
    headers: { ...COMMON, "content-type": "application/json" },
  });
}

/** A browser at an ActivityPub address is led to the page. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...COMMON, location } });
}

/** True when ActivityPub is asked for: by media type, or as JSON; `*\/*` counts too, since programs often send it. */
export function wantsActivity(accept: string | null): boolean {
  if (accept === null || accept.trim() === "") return true;
  const types = accept.split(",");
  if (types.some((type) => isActivityMediaType(type) || /^\s*application\/(ld\+)?json\b/i.test(type)))
    return true;
  return (
    !types.some((type) => /^\s*text\/html\b/i.test(type)) &&
    types.some((type) => type.trim().startsWith("*/*"))
  );
}
