import { ensureNodeActor } from "../../node/actors/node-actor.ts";
import { countListedGroups, listListedGroups } from "../../node/communities/group-rows.ts";
import type { NodeContext } from "../../node/context.ts";
import { listCouncilClaims, listMailDomains } from "../../node/councils/claims.ts";
import { listOptOuts } from "../../node/invitations/opt-outs.ts";
import { findPersonDocument, listAdministrators } from "../../node/people/document.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import type { JsonObject } from "../jcs.ts";
import { administratorsFor, countFor, outboxFor } from "../objects/collections.ts";
import { communitiesFor, communitiesPageFor, DIRECTORY_PAGE } from "../objects/communities.ts";
import { actorDocumentFor, documentFor } from "../objects/document.ts";
import { nodeActorFor, nodeCollectionsOf } from "../objects/node-actor.ts";
import { scribeFor } from "../objects/scribe.ts";
import { tombstoneFor } from "../objects/tombstone.ts";
import { faceFor, personDocument } from "../person-document.ts";
import { actorKeys } from "../render/group.ts";
import { proveAsNode } from "../render/prove.ts";
import { documentAnswer, nothingHere, objectAnswer } from "./answer.ts";

/** The node's own actor, always readable unsigned (S-07), and its collections. */
export async function nodeAnswer(ctx: NodeContext, part: string, query: URLSearchParams): Promise<Response> {
  const { origin } = ctx.iris;
  const its = nodeCollectionsOf(origin);
  if (part === "") return documentAnswer(await nodeDocument(ctx));
  if (part === "outbox") return objectAnswer(outboxFor(its.outbox, ctx.iris.node, []));
  if (part === "followers") return objectAnswer(countFor(its.followers, 0));
  if (part === "communities") return directoryAnswer(ctx, query.get("page"));
  return nothingHere();
}

/** Which addresses want no invitations by mail, as slow hashes: for connected nodes alone. */
export async function optOutsAnswer(ctx: NodeContext, viewer: Viewer): Promise<Response> {
  if (viewer.kind !== "peer") return nothingHere();
  const items = await listOptOuts(ctx);
  const { optOuts: id } = nodeCollectionsOf(ctx.iris.origin);
  const document = { type: "Collection", id, attributedTo: ctx.iris.node, totalItems: items.length, items };
  return objectAnswer(document, { private: true });
}

async function nodeDocument(ctx: NodeContext): Promise<JsonObject> {
  const { nodeId } = await ensureNodeActor(ctx);
  return actorDocumentFor(
    nodeActorFor({
      origin: ctx.iris.origin,
      name: ctx.config.nodeName,
      councils: await listCouncilClaims(ctx),
      mailDomains: await listMailDomains(ctx),
      capabilities: ["core", "closed", "confidential", "groups", "proofs", "administrators", "rfc9421"],
      keys: await actorKeys(ctx, nodeId),
      published: new Date(0),
    }),
  );
}

async function directoryAnswer(ctx: NodeContext, page: string | null): Promise<Response> {
  const total = await countListedGroups(ctx);
  if (page === null)
    return documentAnswer(await proveAsNode(ctx, documentFor(communitiesFor(ctx.iris.origin, total))));
  if (!/^[1-9]\d{0,5}$/.test(page)) return nothingHere();
  const rows = await listListedGroups(ctx, DIRECTORY_PAGE, (Number(page) - 1) * DIRECTORY_PAGE);
  const communities = rows.flatMap((row) =>
    row.level === "confidential"
      ? []
      : [
          {
            ...row,
            level: row.level,
            pageUrl: row.url ?? ctx.iris.page.community(row.handle),
          },
        ],
  );
  const document = communitiesPageFor({
    origin: ctx.iris.origin,
    page: Number(page),
    total,
    communities,
    made: ctx.clock.now(),
  });
  return documentAnswer(await proveAsNode(ctx, documentFor(document)));
}

/** The scribe, which re-issues removals to software that heeds only the community's host. */
export async function scribeAnswer(ctx: NodeContext, part: string): Promise<Response> {
  const { scribeId } = await ensureNodeActor(ctx);
  if (part === "outbox") return objectAnswer(outboxFor(`${ctx.iris.scribe}/outbox`, ctx.iris.scribe, []));
  if (part === "followers" || part === "following")
    return objectAnswer(countFor(`${ctx.iris.scribe}/${part}`, 0));
  if (part !== "") return nothingHere();
  const facts = {
    origin: ctx.iris.origin,
    name: `${ctx.config.nodeName} (notices)`,
    keys: await actorKeys(ctx, scribeId),
    published: new Date(0),
  };
  return documentAnswer(actorDocumentFor(scribeFor(facts)));
}

/** Who administers the node (FEP-baf5). */
export async function administratorsAnswer(ctx: NodeContext): Promise<Response> {
  return objectAnswer(
    administratorsFor(
      nodeCollectionsOf(ctx.iris.origin).administrators,
      ctx.iris.node,
      await listAdministrators(ctx),
    ),
  );
}

/**
 * A person of this node: the stub to anyone, name and council to connected nodes, the whole profile where the person
 * allows it (profile A.2, resolution 22). Whoever never acted in a public community has no address but for connected nodes,
 * which meet them in closed ones, and for the node that keeps a hidden one of theirs.
 */
export async function personAnswer(
  ctx: NodeContext,
  iri: string,
  part: string,
  viewer: Viewer,
): Promise<Response> {
  const person = await findPersonDocument(ctx, { iri });
  if (
    !person?.acted &&
    !(viewer.kind === "peer" && (person?.belongs || person?.keptBy.includes(viewer.origin)))
  )
    return nothingHere();
  if (person.deleted) {
    const gone = tombstoneFor({ iri, formerType: "Person", deleted: person.deleted });
    return objectAnswer(gone, { status: 410 });
  }
  if (part === "outbox") return objectAnswer(outboxFor(`${iri}/outbox`, iri, []));
  if (part === "followers" || part === "following") return objectAnswer(countFor(`${iri}/${part}`, 0));
  if (part !== "") return nothingHere();
  const face = faceFor(person, viewer);
  return documentAnswer(await personDocument(ctx, person, face), { private: viewer.kind === "peer" });
}
