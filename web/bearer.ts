import { getCookie } from "hono/cookie";
import { matchedRoutes } from "hono/route";
import { findTokenUse, TOKEN_PREFIX, type TokenUse } from "../node/accounts/api-tokens.ts";
import { type Limit, networkOf, takeTry } from "../node/accounts/limits.ts";
import { refuse } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";
import { cookieNameOf } from "./session.ts";
import { scopeOf } from "./token-scopes.ts";
import { visitorOf } from "./visitor.ts";

const REQUESTS: Limit = { name: "token requests", most: 600, minutes: 5 };
const WRONG: Limit = { name: "token wrong", most: 30, minutes: 15 };
const BEARER = /^Bearer (mth_[A-Za-z0-9_-]{43})$/;

/**
 * Whose key a request carries; null where it carries none. Refuses `invalid` for a key in the address, where logs and
 * histories keep it, or beside a cookie; `not-signed-in` for one that does not work; `too-many` (600 requests in five
 * minutes); `not-allowed` where its scopes do not reach.
 */
export async function readBearer(c: WebContext): Promise<TokenUse | null> {
  if (isInAddress(c)) refuse("invalid", { field: "form" });
  const header = c.req.header("authorization");
  if (header === undefined) return null;
  c.set("byToken", true);
  const ctx = c.get("ctx");
  if (getCookie(c, cookieNameOf(ctx.config.origin)) !== undefined) refuse("invalid", { field: "form" });
  const [, secret] = BEARER.exec(header) ?? [];
  const use = secret === undefined ? null : await findTokenUse(ctx, secret);
  if (use === null) {
    await takeTry(ctx, WRONG, networkOf(visitorOf(c).address));
    c.header("WWW-Authenticate", 'Bearer realm="Moothall"');
    return refuse("not-signed-in");
  }
  await takeTry(ctx, REQUESTS, use.tokenId);
  const route = matchedRoutes(c).findLast(({ method }) => method !== "ALL");
  // What is not there at all is not found, for programs too.
  if (route === undefined) return use;
  const needed = scopeOf(route);
  if (needed === null || !use.scopes.includes(needed)) refuse("not-allowed", { scope: needed ?? "none" });
  return use;
}

function isInAddress(c: WebContext): boolean {
  return [...new URL(c.req.url).searchParams.values()].some((value) => value.startsWith(TOKEN_PREFIX));
}
