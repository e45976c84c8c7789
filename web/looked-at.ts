import type { WebContext } from "./env.ts";

// `Sec-Purpose` is the standard's (HTML, "fetch metadata"), the other two are what browsers sent before it.
const PURPOSES = ["sec-purpose", "purpose", "x-moz"] as const;

/**
 * Does somebody look at the answer? Not where a browser or a proxy fetches ahead, nor where only the head is asked for.
 * What opening a page marks as read hangs on this (docs/adr/0008).
 */
export function isLookedAt(c: WebContext): boolean {
  if (c.req.method !== "GET") return false;
  return PURPOSES.every((name) => !/\b(prefetch|prerender|preview)\b/i.test(c.req.header(name) ?? ""));
}
