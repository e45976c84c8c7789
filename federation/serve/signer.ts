import { originOf } from "../../node/iris.ts";
import { type Peer, peerByOrigin } from "../../node/peers/read.ts";
import { ANYONE, type Viewer } from "../../node/visibility/viewer.ts";
import { heardFrom } from "../heard.ts";
import { verifyRequest } from "../http-signatures.ts";
import { readSignature } from "../signature-header.ts";
import type { Wire } from "../wire.ts";

/**
 * Who asks: a connected node whose signature verifies, else anyone. A signature that fails asks for no more than an
 * unsigned request gets. Any verified request shows that its node is there.
 */
export async function viewerOfRequest(wire: Wire, request: Request): Promise<Viewer> {
  const peer = await claimedPeer(wire, request);
  if (peer?.state !== "accepted" || !(await isSigned(wire, request))) return ANYONE;
  await heardFrom(wire.ctx, peer.origin);
  return { kind: "peer", origin: peer.origin };
}

/**
 * Who asks, where this node is open to everyone and nothing was agreed with them. Asked only for what is not for
 * anyone: checking a signature may need the asker's key, and whoever serves keys to signed requests alone would ask for
 * ours in turn, and so on without end.
 */
export async function strangerOfRequest(wire: Wire, request: Request): Promise<Viewer> {
  if (wire.ctx.config.federationMode !== "open") return ANYONE;
  const peer = await claimedPeer(wire, request);
  const unknown = peer === null || peer.state === "blocked" || peer.state === "refused";
  if (unknown || !(await isSigned(wire, request))) return ANYONE;
  return { kind: "stranger", origin: peer.origin };
}

/** The peer that a signature names, not verified yet. */
async function claimedPeer(wire: Wire, request: Request): Promise<Peer | null> {
  const claims = readSignature(request.headers);
  const origin = claims.ok ? originOf(claims.keyId) : null;
  return origin === null ? null : peerByOrigin(wire.ctx.sql, origin);
}

async function isSigned(wire: Wire, request: Request): Promise<boolean> {
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
  return verified.ok;
}
