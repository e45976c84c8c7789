import { findGroupByHandle } from "../../node/communities/by-handle.ts";
import type { NodeContext } from "../../node/context.ts";
import { listCouncilClaims } from "../../node/councils/claims.ts";
import { findPersonDocument, listAdministrators } from "../../node/people/document.ts";
import { countNode } from "../../node/posts/authors.ts";
import type { JsonObject } from "../jcs.ts";
import { nodeInfoFor, nodeInfoLinksFor } from "../objects/nodeinfo.ts";
import { nodeWebFingerFor, webFingerFor } from "../objects/webfinger.ts";
import { bytesAnswer, nothingHere } from "./answer.ts";

/** WebFinger (RFC 7033) for people who have acted in public, communities that may be known, the node and its scribe. */
export async function webFingerAnswer(ctx: NodeContext, resource: string | null): Promise<Response> {
  const { origin } = ctx.iris;
  if (resource === `${origin}/` || resource === origin || resource === ctx.iris.node)
    return json(nodeWebFingerFor(origin, ctx.iris.node), "application/jrd+json");
  const facts = await subjectOf(ctx, resource ?? "");
  return facts
    ? json(webFingerFor({ ...facts, host: new URL(origin).host }), "application/jrd+json")
    : nothingHere();
}

type Subject = Omit<Parameters<typeof webFingerFor>[0], "host">;

async function subjectOf(ctx: NodeContext, resource: string): Promise<Subject | null> {
  const { origin } = ctx.iris;
  const host = new URL(origin).host;
  const named = /^acct:@?([^@]{1,100})@(.{1,100})$/.exec(resource);
  if (named && named[2]?.toLowerCase() !== host) return null;
  const handle = named?.[1]?.toLowerCase() ?? null;
  if (handle === host)
    return { handle: host, actorIri: ctx.iris.node, pageUrl: `${origin}/`, kind: "Application" };
  if (handle === "scribe")
    return { handle, actorIri: ctx.iris.scribe, pageUrl: `${origin}/`, kind: "Service" };
  const group = handle === null ? null : await findGroupByHandle(ctx, handle);
  if (group)
    return {
      handle: group.handle,
      actorIri: group.iri,
      pageUrl: ctx.iris.page.community(group.handle),
      kind: "Group",
    };
  const person = await findPersonDocument(ctx, handle === null ? { iri: resource } : { handle });
  if (!person?.acted || person.deleted) return null;
  return {
    handle: person.handle,
    actorIri: person.iri,
    pageUrl: ctx.iris.page.person(person.handle),
    kind: "Person",
  };
}

/** The links of NodeInfo, and the document itself. */
export async function nodeInfoAnswer(ctx: NodeContext, which: "links" | "document"): Promise<Response> {
  if (which === "links") return json(nodeInfoLinksFor(ctx.iris.origin, ctx.iris.node), "application/json");
  const own = (await listCouncilClaims(ctx)).find((council) => council.own);
  const document = nodeInfoFor({
    ...(await countNode(ctx)),
    version: "0.1.0",
    name: ctx.config.nodeName,
    organisationId: own?.registerId ?? null,
    staffIris: await listAdministrators(ctx),
  });
  return json(document, 'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"');
}

function json(document: JsonObject, type: string): Response {
  return bytesAnswer(JSON.stringify(document), { type });
}
