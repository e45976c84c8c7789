import { Readable } from "node:stream";
import { type NodeContext, reading } from "../../node/context.ts";
import { fileStore } from "../../node/files/store.ts";
import { type FileForNodes, findMirrored, findOwnForHome } from "../../node/files/wire-read.ts";
import { uuidOf } from "../../node/ids.ts";
import { originOf } from "../../node/iris.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { sha256Of } from "../read/links.ts";
import { nothingHere } from "./answer.ts";

/**
 * A file under a post in a community of this node, by the digest that its author signed (`cop:media`, profile D.3). Of a
 * closed community it is asked for only after its own rule said that the asker holds it.
 */
export async function mirrorAnswer(
  ctx: NodeContext,
  asked: { readonly communityId: string; readonly digest: string | null; readonly viewer: Viewer },
): Promise<Response> {
  const { communityId, digest, viewer } = asked;
  const sha256 = sha256Of(digest);
  const found =
    sha256 === null
      ? null
      : await reading(ctx, viewer, (r) => findMirrored(r, { communityId, sha256, viewer }));
  return found ? fileAnswer(ctx, found) : nothingHere();
}

/**
 * A file of a post written here, for the node of the community it was written for (profile D-06), while it is on its way
 * too. Null for everyone else: the pages answer, by the rule of who may read.
 */
export async function ownFileAnswer(ctx: NodeContext, iri: string, viewer: Viewer): Promise<Response | null> {
  const secret = uuidOf(iri.slice(iri.lastIndexOf("/") + 1));
  if (secret === null || viewer.kind !== "peer") return null;
  const found = await reading(ctx, viewer, (r) => findOwnForHome(r, secret));
  return found && originOf(found.groupIri) === viewer.origin ? fileAnswer(ctx, found) : null;
}

/** The bytes as they were signed. Whoever asks is a program, and nothing of it runs all the same (W12, A74). */
async function fileAnswer(ctx: NodeContext, { storeName, mediaType }: FileForNodes): Promise<Response> {
  const bytes = await fileStore(ctx).read(storeName);
  if (bytes === null) return nothingHere();
  return new Response(Readable.toWeb(bytes) as ReadableStream, {
    headers: {
      "content-type": mediaType,
      "content-disposition": "attachment",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
      vary: "Accept, Signature",
    },
  });
}
