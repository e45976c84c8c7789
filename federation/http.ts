import { isDatabaseAway, isDatabaseBusy } from "../node/db/open.ts";
import { uuidOf } from "../node/ids.ts";
import { Outage } from "../node/refusal.ts";
import { unlessDatabaseHangs } from "../node/runtime/patience.ts";
import { answerReference, REFERENCE } from "./hidden/serve.ts";
import { isOwnHost } from "./http-signatures.ts";
import { receive } from "./inbox/receive.ts";
import { INBOXES, ROUTES, type Route } from "./routes.ts";
import { nothingHere } from "./serve/answer.ts";
import type { Wire } from "./wire.ts";

/**
 * Answers what is ActivityPub's: `/ap/`, discovery, and `/` when ActivityPub is asked for. Null: the pages answer.
 * A request for another host is 421 (W25): every address in a document is ours, whatever name it was asked under.
 * 503 while the database hangs (R06).
 */
export async function answerFederation(wire: Wire, request: Request): Promise<Response | null> {
  const answer = await unlessDatabaseHangs(wire.ctx, () => answerIn(wire, request));
  return answer === "away" ? new Response(null, { status: 503, headers: { "retry-after": "5" } }) : answer;
}

async function answerIn(wire: Wire, request: Request): Promise<Response | null> {
  const url = new URL(request.url);
  const began = performance.now();
  const answer = await answerAt(wire, request, url);
  if (answer !== null) {
    const pattern = patternOf(url.pathname);
    const route =
      BY_PATH.has(pattern) || pattern === REFERENCE || INBOXES.includes(pattern) ? pattern : "none";
    const seconds = (performance.now() - began) / 1000;
    wire.ctx.metrics.request({ method: request.method, route, status: answer.status, seconds });
  }
  return answer;
}

async function answerAt(wire: Wire, request: Request, url: URL): Promise<Response | null> {
  if (isOurs(url.pathname) && !isOwnHost(request.headers.get("host"), wire.ctx.config.origin))
    return new Response("Misdirected Request", { status: 421, headers: { "content-type": "text/plain" } });
  // No address of ours has a NUL in it, and PostgreSQL takes none.
  if (isOurs(url.pathname) && url.href.includes("%00")) return new Response(null, { status: 400 });
  try {
    return await answerTo(wire, request, url);
  } catch (error) {
    return failed(wire, error);
  }
}

/** What went wrong inside stays inside (W29); a sender tries again after any of both. */
function failed({ ctx }: Wire, error: unknown): Response {
  if (error instanceof Outage || isDatabaseAway(error) || isDatabaseBusy(error))
    return new Response(null, { status: 503, headers: { "retry-after": "5" } });
  ctx.log.error("A request of another node failed: {error}", { error });
  return new Response(null, { status: 500 });
}

async function answerTo(wire: Wire, request: Request, url: URL): Promise<Response | null> {
  if (request.method === "GET" || request.method === "HEAD") return answerGet(wire, request, url);
  const pattern = request.method === "POST" ? patternOf(url.pathname) : "";
  if (INBOXES.includes(pattern)) return receive(wire, request, url);
  if (pattern === REFERENCE)
    return answerReference(
      wire,
      request,
      `${wire.ctx.iris.origin}${url.pathname.replace(/\/reference$/, "")}`,
    );
  return url.pathname.startsWith("/ap/")
    ? new Response(null, { status: 405, headers: { allow: "GET, HEAD" } })
    : null;
}

function isOurs(path: string): boolean {
  return path.startsWith("/ap/") || path.startsWith("/.well-known/") || path.startsWith("/nodeinfo/");
}

const BY_PATH: ReadonlyMap<string, Route> = new Map(ROUTES.map((route) => [route.path, route]));

async function answerGet(wire: Wire, request: Request, url: URL): Promise<Response | null> {
  const route = BY_PATH.get(patternOf(url.pathname));
  if (!route) return url.pathname.startsWith("/ap/") ? nothingHere() : null;
  const known = [...url.searchParams].filter(([name]) => route.questions.includes(name));
  // Of `/ap/g/:id/followers` the first four parts name the thing, of `/ap/actor/outbox` the first three.
  const parts = url.pathname.split("/");
  const own = route.path.startsWith("/ap/") && route.path.includes("/:id") ? 4 : 3;
  return route.answer({
    wire,
    request,
    iri: `${wire.ctx.iris.origin}${parts.slice(0, own).join("/")}`,
    part: parts[own] ?? "",
    query: new URLSearchParams(known),
  });
}

/** The path of the route that an address belongs to, if there is one: our ids are written `:id`. */
function patternOf(path: string): string {
  return path.replace(/^(\/ap\/[a-z]+\/|\/files\/)([^/]+)/, (whole, before: string, id: string) =>
    uuidOf(id) === null ? whole : `${before}:id`,
  );
}
