import { signingKeyOf } from "../../node/actors/keys.ts";
import type { AnyContext } from "../../node/context.ts";
import { findActivity, type StoredActivity } from "../../node/outbox/read.ts";
import { announceIdFor } from "../activities/announce.ts";
import { signProof } from "../proof.ts";

/** The id form of a log entry, for software that shows only this one (resolution 13): its own id, so that both can be sent. */
export async function announceIdText(ctx: AnyContext, announce: StoredActivity): Promise<Uint8Array | null> {
  const inner = announce.objectIri === null ? null : await findActivity(ctx, announce.objectIri);
  if (!inner?.objectIri) return null;
  const act = { iri: `${announce.iri}?form=id`, actorIri: announce.actorIri, published: announce.created };
  const key = await signingKeyOf(ctx, announce.actorIri, "ed25519");
  const document = signProof(announceIdFor(act, announce.actorIri, inner.objectIri), {
    verificationMethod: key.keyIri,
    privateKey: key.privateKey,
    created: announce.created,
  });
  return Buffer.from(JSON.stringify(document), "utf8");
}
