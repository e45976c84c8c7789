import { listPublicKeys } from "../actors/keys.ts";
import { ensureNodeActor } from "../actors/node-actor.ts";
import type { NodeContext } from "../context.ts";

/** The fingerprint of this node's own key, to be compared by telephone before connecting. */
export async function ownFingerprint(ctx: NodeContext): Promise<string> {
  const { nodeId } = await ensureNodeActor(ctx);
  const keys = await listPublicKeys(ctx, nodeId);
  const current = keys.find((key) => key.purpose === "ed25519" && key.revoked === null);
  return current ? ctx.ports.remote.fingerprint(current.pem) : "";
}
