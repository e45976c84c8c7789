import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { NodeContext } from "../node/context.ts";
import { databaseState } from "../node/db/state.ts";
import { encodingAsked } from "./compression.ts";
import type { WebContext, WebEnv } from "./env.ts";

/** A page as it was sent to a visitor. */
interface Kept {
  /** The state of the database that it shows. */
  readonly state: string;
  readonly at: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

const MOST_BYTES = 16 * 1024 * 1024;
/** Dates are told as "today" and "yesterday", and links end: nothing is shown for longer than this without a look. */
const KEPT_MS = 10_000;
const LARGEST_PAGE = 512 * 1024;

/**
 * Answers visitors with the page that was made for the last one, while the database says that not one transaction has
 * been committed since: then it would come out the same. Only what may stand in caches anywhere (`public`) is kept, and
 * nothing of anyone who is signed in is ever kept or answered from here.
 */
export function keepPages(ctx: NodeContext): MiddlewareHandler<WebEnv> {
  const pages = new Map<string, Kept>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= pages.get(key)?.body.byteLength ?? 0;
    pages.delete(key);
  };
  return async (c, next) => {
    const key = keyOf(c);
    if (key === null) return next();
    const at = ctx.clock.now().getTime();
    const state = await databaseState(ctx.sql);
    const kept = pages.get(key);
    const age = at - (kept?.at ?? Number.POSITIVE_INFINITY);
    if (kept && kept.state === state && age >= 0 && age < KEPT_MS) return answer(c, kept, age);
    await next();
    drop(key);
    if (c.res.status !== 200 || !mayKeep(c.res.headers)) return;
    const body = new Uint8Array(await c.res.arrayBuffer());
    const { headers } = c.res;
    c.res = new Response(body, { status: 200, headers });
    if (body.byteLength > LARGEST_PAGE) return;
    pages.set(key, { state, at, headers, body });
    bytes += body.byteLength;
    for (const oldest of pages.keys()) {
      if (bytes <= MOST_BYTES) break;
      drop(oldest);
    }
  };
}

/** What decides how a page for a visitor looks; null for what is never kept. */
function keyOf(c: WebContext): string | null {
  const { req } = c;
  if (req.method !== "GET" || req.header("authorization") !== undefined) return null;
  const cookies = Object.entries(getCookie(c)).filter(([name]) => name !== "language");
  if (cookies.length > 0) return null;
  const asked = [
    req.header("host"),
    req.url,
    c.get("speech").language,
    req.header("accept"),
    encodingAsked(req.header("accept-encoding")),
  ];
  return asked.join("\n");
}

function mayKeep(headers: Headers): boolean {
  return headers.get("cache-control")?.startsWith("public, max-age=0") === true && !headers.has("set-cookie");
}

/** `Age` says that it comes out of a cache, and how many seconds it is old (RFC 9111 §5.1). */
function answer(c: WebContext, { headers: made, body }: Kept, age: number): Response {
  const headers = new Headers(made);
  headers.set("Age", String(Math.floor(age / 1000)));
  const tag = headers.get("etag");
  if (tag === null || c.req.header("if-none-match") !== tag) return new Response(body, { headers });
  for (const name of ["content-encoding", "content-length", "content-type"]) headers.delete(name);
  return new Response(null, { status: 304, headers });
}
