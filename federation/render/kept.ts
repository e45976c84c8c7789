import { signingKeyOf } from "../../node/actors/keys.ts";
import type { AnyContext } from "../../node/context.ts";
import { findActivities, findActivity, keepBytes, type StoredActivity } from "../../node/outbox/read.ts";
import { keepContentHash } from "../../node/posts/words.ts";
import { formHash } from "../digests.ts";
import { isJsonObject, type JsonObject } from "../jcs.ts";
import { signProof } from "../proof.ts";
import { renderActivity } from "./activity.ts";

/**
 * The exact text of an activity of this node: rendered and proved once, before its first send or GET, and then kept
 * for good (resolution 1). Null when it is unknown or its text was erased.
 */
export async function keptActivity(ctx: AnyContext, iri: string): Promise<Uint8Array | null> {
  const stored = await findActivity(ctx, iri);
  return stored && keptText(ctx, stored);
}

/** The same of several, looked up together; those that are unknown or whose text was erased are missing. */
export async function keptActivities(
  ctx: AnyContext,
  iris: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const texts = new Map<string, Uint8Array>();
  for (const [iri, stored] of await findActivities(ctx, iris)) {
    const bytes = await keptText(ctx, stored);
    if (bytes) texts.set(iri, bytes);
  }
  return texts;
}

/** The same of an activity that was read just now. */
export async function keptText(ctx: AnyContext, stored: StoredActivity): Promise<Uint8Array | null> {
  if (stored.bytes) return stored.bytes;
  const document = await proved(ctx, stored);
  if (!document) return null;
  await rememberForm(ctx, stored, document);
  return keepBytes(ctx, stored.iri, Buffer.from(JSON.stringify(document), "utf8"));
}

/** The same, parsed: what is embedded in an Announce or an Undo. */
export async function keptDocument(ctx: AnyContext, iri: string): Promise<JsonObject | null> {
  const bytes = await keptActivity(ctx, iri);
  return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString("utf8")) as JsonObject);
}

async function proved(ctx: AnyContext, stored: StoredActivity): Promise<JsonObject | null> {
  const act = { iri: stored.iri, actorIri: stored.actorIri, published: stored.created };
  const document = await renderActivity({ ctx, stored, act, kept: (iri) => keptDocument(ctx, iri) });
  if (!document) return null;
  const key = await signingKeyOf(ctx, stored.actorIri, "ed25519");
  return signProof(document, {
    verificationMethod: key.keyIri,
    privateKey: key.privateKey,
    created: stored.created,
  });
}

async function rememberForm(ctx: AnyContext, stored: StoredActivity, document: JsonObject): Promise<void> {
  const { type, object } = document;
  if ((type !== "Create" && type !== "Update") || !isJsonObject(object) || object.type === "Group") return;
  if (typeof object.id !== "string") return;
  const { revision } = stored.facts;
  await keepContentHash(ctx, {
    postIri: object.id,
    revision: typeof revision === "number" ? revision : null,
    hash: formHash(object),
  });
}
