import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { NewSession } from "../node/accounts/types.ts";
import type { WebContext } from "./env.ts";
import { cookieAttributesOf, cookieNameOf } from "./session.ts";

/** Signs the browser in. The cookie ends with the browser; the node ends it after an hour or twelve at the latest. */
export function keepSession(c: WebContext, session: NewSession): void {
  const { origin } = c.get("site");
  setCookie(c, cookieNameOf(origin), session.token, cookieAttributesOf(origin));
}

/** Signs the browser out, and lets it throw away the pages it kept (resolution 33). */
export function forgetSession(c: WebContext): void {
  const { origin } = c.get("site");
  deleteCookie(c, cookieNameOf(origin), cookieAttributesOf(origin));
  c.header("Clear-Site-Data", '"cache"');
}

const MAIL_SECONDS = 1800;

/** Remembers for half an hour which address a mail was asked for, so that it can be sent again by one press. */
export function keepAskedAddress(c: WebContext, path: string, email: string): void {
  const attributes = cookieAttributesOf(c.get("site").origin);
  setCookie(c, "asked-address", email, { ...attributes, path, sameSite: "Strict", maxAge: MAIL_SECONDS });
}

/** The address a mail was asked for, or null. */
export function askedAddress(c: WebContext): string | null {
  return getCookie(c, "asked-address")?.slice(0, 254) ?? null;
}
