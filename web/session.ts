import { getCookie } from "hono/cookie";
import type { Session } from "../node/accounts/types.ts";
import type { NodeContext } from "../node/context.ts";
import { refuse } from "../node/refusal.ts";
import { ANYONE, type Viewer } from "../node/visibility/viewer.ts";
import type { WebContext } from "./env.ts";

export type { Session };

/** Finds the session of a cookie's token, or null when there is none or it has ended. Filled by node/accounts. */
export type FindSession = (ctx: NodeContext, token: string) => Promise<Session | null>;

/**
 * The name of the session cookie. https: the prefix `__Host-` binds it to this very host (RFC 6265bis §4.1.3.2).
 * Plain http is only ever a loopback name, where several nodes share one host: there the port is part of the name.
 */
export function cookieNameOf(origin: string): string {
  const url = new URL(origin);
  return url.protocol === "https:" ? "__Host-moothall" : `moothall-${url.port || "80"}`;
}

/** Attributes of every cookie of ours; `Secure` wherever the origin is https. */
export function cookieAttributesOf(origin: string) {
  return { path: "/", httpOnly: true, sameSite: "Lax", secure: origin.startsWith("https:") } as const;
}

/** Reads the cookie and finds its session; malformed tokens are not looked up. */
export async function readSession(c: WebContext, findSession: FindSession): Promise<Session | null> {
  const ctx = c.get("ctx");
  const token = getCookie(c, cookieNameOf(ctx.config.origin));
  if (token === undefined || !/^[A-Za-z0-9_-]{40,100}$/.test(token)) return null;
  return findSession(ctx, token);
}

/** The viewer that a session is; visitors are `anyone`. */
export function viewerOfSession(session: Session | null): Viewer {
  if (session === null) return ANYONE;
  return { kind: "person", actorId: session.actorId, accountId: session.accountId };
}

/** The session of a route that is for signed-in people only. Refuses `not-signed-in`. */
export function signedIn(c: WebContext): Session {
  return c.get("session") ?? refuse("not-signed-in");
}

/** The session of an administrator. Refuses `not-signed-in`, `not-allowed`. */
export function administrator(c: WebContext): Session {
  const session = signedIn(c);
  return session.administrator ? session : refuse("not-allowed");
}

/** What a greeting calls a person. */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/)[0] || name;
}
