import { signingKeyOf } from "../../node/actors/keys.ts";
import type { AnyContext } from "../../node/context.ts";
import type { JsonObject } from "../jcs.ts";
import { signProof } from "../proof.ts";

/** A document with the node's own proof, made now: for what changes with every answer, such as the directory. */
export async function proveAsNode(ctx: AnyContext, document: JsonObject): Promise<JsonObject> {
  const key = await signingKeyOf(ctx, ctx.iris.node, "ed25519");
  return signProof(document, {
    verificationMethod: key.keyIri,
    privateKey: key.privateKey,
    created: ctx.clock.now(),
  });
}
