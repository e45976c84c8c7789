import { originOf } from "../../node/iris.ts";
import { reopenLane } from "../../node/lanes/settle.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { ANYONE, type Viewer } from "../../node/visibility/viewer.ts";
import { verifyRequest } from "../http-signatures.ts";
import { readSignature } from "../signature-header.ts";
import type { Wire } from "../wire.ts";

/**
 * Who asks: a connected node whose signature verifies, else anyone. A signature that fails asks for no more than an
 * unsigned request gets. Any verified request shows that its node is there: its lane opens.
 */
export async function viewerOfRequest(wire: Wire, request: Request): Promise<Viewer> {
  const claims = readSignature(request.headers);
  if (!claims.ok) return ANYONE;
  const origin = originOf(claims.keyId);
  const peer = origin === null ? null : await peerByOrigin(wire.ctx.sql, origin);
  if (origin === null || peer?.state !== "accepted") return ANYONE;
  const url = new URL(request.url);
  const verified = await verifyRequest(
    {
      method: request.method,
      target: url.pathname + url.search,
      headers: request.headers,
      body: new Uint8Array(0),
    },
    { origin: wire.ctx.config.origin, now: wire.ctx.clock.now(), keyFor: wire.keys.keyFor },
  );
  if (!verified.ok) return ANYONE;
  await reopenLane(wire.ctx, origin);
  return { kind: "peer", origin };
}
