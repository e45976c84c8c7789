import type { MiddlewareHandler } from "hono";
import type { WebEnv } from "./env.ts";

// W03 with resolution 33: nothing but our own files, no inline script or style, one Trusted Types policy.
const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types moothall",
].join("; ");

const PERMISSIONS = ["camera", "geolocation", "microphone", "payment", "usb", "browsing-topics"];

/** Headers of every answer (W03, W04, W05). HSTS for a year, on https only: a loopback name must stay usable over http. */
export const securityHeaders: MiddlewareHandler<WebEnv> = async (c, next) => {
  await next();
  const { headers } = c.res;
  // What people uploaded comes with a stricter one (web/routes/files.tsx).
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", CONTENT_POLICY);
  headers.set("X-Content-Type-Options", "nosniff");
  headers.set("X-Frame-Options", "DENY");
  // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
  headers.set("Referrer-Policy", "same-origin");
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  headers.set("Permissions-Policy", PERMISSIONS.map((name) => `${name}=()`).join(", "));
  headers.set("X-Request-Id", c.get("requestId"));
  if (c.get("site").origin.startsWith("https:")) {
    headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
};

/** Refuses requests for another host (W25): the origin comes from configuration, never from a header. */
export const ownHostOnly: MiddlewareHandler<WebEnv> = async (c, next) => {
  const host = c.req.header("host")?.toLowerCase();
  if (host !== new URL(c.get("site").origin).host) return c.text("Misdirected Request", 421);
  return next();
};

// One-click unsubscribe is sent by mail programs (RFC 8058 §3.2); its token is what authorises it.
const SENT_BY_OTHERS = [/^\/unsubscribe\/[^/]+$/];

/**
 * Our own check against forged requests (W01), beside `SameSite=Lax`: whatever changes something must come from a page
 * of this origin. Browsers say so in `Sec-Fetch-Site`; older ones and programs in `Origin`. Neither: refused.
 */
export const ownPagesOnly: MiddlewareHandler<WebEnv> = async (c, next) => {
  if (["GET", "HEAD", "OPTIONS"].includes(c.req.method)) return next();
  if (SENT_BY_OTHERS.some((path) => path.test(c.req.path))) return next();
  // What a key authorises no browser sends by itself; with a cookie beside it the key is refused (web/bearer.ts).
  if (c.req.header("authorization") !== undefined && c.req.header("cookie") === undefined) return next();
  const site = c.req.header("sec-fetch-site");
  const own =
    site === undefined
      ? c.req.header("origin") === c.get("site").origin
      : ["same-origin", "none"].includes(site);
  if (!own) return c.text("Forbidden: this request did not come from a page of this site.", 403);
  return next();
};

/** No address of ours has a NUL in it, and PostgreSQL takes none. */
export const withoutNul: MiddlewareHandler<WebEnv> = async (c, next) =>
  c.req.url.includes("%00") ? c.text("Bad Request", 400) : next();
