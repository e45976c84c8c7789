import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import type { NodeContext } from "../node/context.ts";
import { originOf } from "../node/iris.ts";
import type { NodeDescription, RemoteNodes } from "../node/ports.ts";
import { refuse } from "../node/refusal.ts";
import { fetchAppealed } from "./appealed.ts";
import { bringActor, keepGiven } from "./bring-actor.ts";
import { fetchClosedMembers } from "./closed-members.ts";
import { compareNode, resyncNode } from "./compare.ts";
import { getDocument } from "./get-document.ts";
import { askHidden, askHiddenFile } from "./hidden/ask.ts";
import type { JsonObject } from "./jcs.ts";
import { readActorKeys } from "./keys.ts";
import { isLoopbackOrigin } from "./loopback.ts";
import { CAPABILITIES } from "./objects/capabilities.ts";
import { readActor } from "./read/actor.ts";
import { fetchReceipts } from "./receipts.ts";
import { roundTrip } from "./round-trip.ts";
import { askShown } from "./shown.ts";
import type { Wire } from "./wire.ts";

/** Fills the core's port for looking at other nodes. */
export function remoteNodes(wire: () => Wire): RemoteNodes {
  return {
    fingerprint: (pem) => fingerprintOf(createPublicKey(pem)),
    describe: (_ctx, address) => describeNode(wire(), address),
    bringActor: (_ctx, iri, given) =>
      given === undefined ? bringActor(wire(), iri) : keepGiven(wire(), iri, given as JsonObject),
    compare: (_ctx, origin) => compareNode(wire(), origin),
    resync: (_ctx, origin, how) => resyncNode(wire(), origin, how),
    closedMembers: (_ctx, groupIri) => fetchClosedMembers(wire(), groupIri),
    appealed: (_ctx, source) => fetchAppealed(wire(), source),
    receipts: (_ctx, groupIri, removalIris) => fetchReceipts(wire(), groupIri, removalIris),
    askHidden: (_ctx, place, ask, bytes) => askHidden(wire(), place, { ask, bytes: bytes ?? null }),
    hiddenFile: (_ctx, place, ask) => askHiddenFile(wire(), place, ask),
    shows: (_ctx, origin, asked) => askShown(wire(), origin, asked),
    roundTrip: (_ctx, origin) => roundTrip(wire(), origin),
  };
}

/**
 * Looks at the node behind an address an administrator typed: `sunderland.gov.example`, or a full address. Refuses
 * `invalid` (no address), `loopback-only` (a trial node and a live one), `not-found` (no such software there).
 */
export async function describeNode(wire: Wire, address: string): Promise<NodeDescription> {
  const origin = originTyped(address) ?? refuse("invalid", { field: "address" });
  checkReach(wire.ctx, origin);
  const nodeIri = `${origin}/ap/actor`;
  const fetched = await getDocument(wire, nodeIri);
  if (!fetched.ok) return refuse("not-found", { field: "address" });
  return descriptionOf(fetched.document, origin) ?? refuse("not-found", { field: "address" });
}

/** What a node actor's document says, when it is that of a node speaking the profile. */
export function descriptionOf(document: JsonObject, origin: string): NodeDescription | null {
  const actor = readActor(document);
  if (actor.type !== "actor" || actor.asType !== "Application" || originOf(actor.iri) !== origin) return null;
  if (!actor.implements.includes(CAPABILITIES.core.href)) return null;
  const key = readActorKeys(document).proofs.find((one) => one.revoked === null);
  return {
    origin,
    nodeIri: actor.iri,
    name: actor.name,
    software: "moothall",
    councils: actor.councils,
    fingerprint: key ? fingerprintOf(key.key) : "",
    communities: null,
  };
}

/** A trial node has an address that only its own machine knows: it meets others of its kind and nobody else. */
export function checkReach(ctx: NodeContext, origin: string): void {
  if (isLoopbackOrigin(ctx.config.origin) !== isLoopbackOrigin(origin)) refuse("loopback-only", { origin });
}

/** SHA-256 of the 32 bytes of an Ed25519 key, in groups of four to compare by telephone (P-05). */
export function fingerprintOf(key: KeyObject): string {
  const { x = "" } = key.export({ format: "jwk" });
  const hex = createHash("sha256").update(Buffer.from(x, "base64url")).digest("hex");
  return hex.match(/.{4}/g)?.join(" ") ?? hex;
}

function originTyped(address: string): string | null {
  const text = address.trim();
  if (text === "" || /\s/.test(text)) return null;
  if (/^https?:\/\//i.test(text)) return originOf(text);
  // Trial nodes have no certificate.
  const trial = originOf(`http://${text}`);
  return trial !== null && isLoopbackOrigin(trial) ? trial : originOf(`https://${text}`);
}
