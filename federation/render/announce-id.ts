import { signingKeyOf } from "../../node/actors/keys.ts";
import type { AnyContext } from "../../node/context.ts";
import { findActivity, type StoredActivity } from "../../node/outbox/read.ts";
import { announceIdFor } from "../activities/announce.ts";
import type { JsonObject } from "../jcs.ts";
import { signProof } from "../proof.ts";

/** The id form of a log entry, for software that shows only this one (resolution 13): its own id, so that both can be sent. */
export async function announceIdText(ctx: AnyContext, announce: StoredActivity): Promise<Uint8Array | null> {
  const unproved = await announceIdDocument(ctx, announce);
  if (!unproved) return null;
  const key = await signingKeyOf(ctx, announce.actorIri, "ed25519");
  const document = signProof(unproved, {
    verificationMethod: key.keyIri,
    privateKey: key.privateKey,
    created: announce.created,
  });
  return Buffer.from(JSON.stringify(document), "utf8");
}

/** The same before its proof: what an Undo of it holds. */
export async function announceIdDocument(
  ctx: AnyContext,
  announce: StoredActivity,
): Promise<JsonObject | null> {
  const inner = announce.objectIri === null ? null : await findActivity(ctx, announce.objectIri);
  if (!inner?.objectIri) return null;
  const act = { iri: `${announce.iri}?form=id`, actorIri: announce.actorIri, published: announce.created };
  return announceIdFor(act, announce.actorIri, inner.objectIri);
}
