import { uuidOf } from "../node/ids.ts";
import { ANYONE } from "../node/visibility/viewer.ts";
import { isOwnHost } from "./http-signatures.ts";
import { receive } from "./inbox/receive.ts";
import { administratorsAnswer, nodeAnswer, personAnswer, scribeAnswer } from "./serve/actors.ts";
import { nothingHere, seeOther, wantsActivity } from "./serve/answer.ts";
import { nodeInfoAnswer, webFingerAnswer } from "./serve/discovery.ts";
import { groupAnswer } from "./serve/group.ts";
import { activityAnswer, objectPostAnswer } from "./serve/objects.ts";
import { pageOfActor, pageOfObject } from "./serve/pages.ts";
import { viewerOfRequest } from "./serve/signer.ts";
import type { Wire } from "./wire.ts";

/**
 * Answers what is ActivityPub's: `/ap/`, discovery, and `/` when ActivityPub is asked for. Null: the pages answer.
 * A request for another host is 421 (W25): every address in a document is ours, whatever name it was asked under.
 */
export async function answerFederation(wire: Wire, request: Request): Promise<Response | null> {
  const url = new URL(request.url);
  if (isOurs(url.pathname) && !isOwnHost(request.headers.get("host"), wire.ctx.config.origin))
    return new Response("Misdirected Request", { status: 421, headers: { "content-type": "text/plain" } });
  if (request.method === "GET" || request.method === "HEAD") return answerGet(wire, request, url);
  if (
    request.method === "POST" &&
    /^\/ap\/(inbox|actor\/inbox|scribe\/inbox|[pg]\/[0-9a-z]{26}\/inbox)$/.test(url.pathname)
  ) {
    return receive(wire, request, url);
  }
  return url.pathname.startsWith("/ap/")
    ? new Response(null, { status: 405, headers: { allow: "GET, HEAD" } })
    : null;
}

function isOurs(path: string): boolean {
  return path.startsWith("/ap/") || path.startsWith("/.well-known/") || path.startsWith("/nodeinfo/");
}

async function answerGet(wire: Wire, request: Request, url: URL): Promise<Response | null> {
  const { ctx } = wire;
  const accept = request.headers.get("accept");
  if (url.pathname === "/.well-known/webfinger")
    return webFingerAnswer(ctx, url.searchParams.get("resource"));
  if (url.pathname === "/.well-known/nodeinfo") return nodeInfoAnswer(ctx, "links");
  if (url.pathname === "/nodeinfo/2.1") return nodeInfoAnswer(ctx, "document");
  if (url.pathname === "/")
    return accept !== null && wantsActivity(accept) && /json/i.test(accept) ? seeOther(ctx.iris.node) : null;
  if (!url.pathname.startsWith("/ap/")) return null;
  const [, , kind = "", second = "", third = ""] = url.pathname.split("/");
  if (kind === "actor")
    return wantsActivity(accept) ? nodeAnswer(ctx, second, url.searchParams) : seeOther("/");
  if (kind === "scribe") return scribeAnswer(ctx, second);
  if (kind === "admins") return administratorsAnswer(ctx);
  const uuid = uuidOf(second);
  if (uuid === null || url.pathname.split("/").length > 5) return nothingHere();
  if (!wantsActivity(accept)) return browserAnswer(wire, kind, `${ctx.iris.origin}/ap/${kind}/${second}`);
  const viewer = request.headers.has("signature") ? await viewerOfRequest(wire, request) : ANYONE;
  const iri = `${ctx.iris.origin}/ap/${kind}/${second}`;
  if (kind === "p") return personAnswer(ctx, iri, third, viewer);
  if (kind === "o") return objectPostAnswer(ctx, iri, third);
  if (kind === "a" && third === "") return activityAnswer(ctx, iri, url.searchParams.get("form"), viewer);
  if (kind !== "g") return nothingHere();
  return groupAnswer({
    wire,
    groupIri: iri,
    part: third,
    query: url.searchParams,
    viewer,
    ifNoneMatch: request.headers.get("if-none-match"),
  });
}

/** A browser at an ActivityPub address is led to the page, if there is one to be seen (resolution 20). */
async function browserAnswer(wire: Wire, kind: string, iri: string): Promise<Response> {
  const page =
    kind === "o"
      ? await pageOfObject(wire.ctx, iri)
      : kind === "g" || kind === "p"
        ? await pageOfActor(wire.ctx, iri)
        : null;
  return page === null ? nothingHere() : seeOther(page);
}
