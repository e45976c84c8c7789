import { EgressFailed, EgressRefused } from "../node/egress/errors.ts";
import { changeForms } from "../node/lanes/forms.ts";
import type { Peer } from "../node/peers/read.ts";
import { rememberSoftware } from "../node/peers/signature.ts";
import { type DeliveryClass, deliveryClassOf } from "../node/visibility/delivery-class.ts";
import { readJson } from "./documents.ts";
import { userAgent } from "./get-document.ts";
import type { JsonLimits } from "./json-scan.ts";
import { readNodeInfo, readNodeInfoLinks } from "./read/nodeinfo.ts";
import type { Wire } from "./wire.ts";

/** How long an answer, or none, is taken as it is. */
const STANDS_MS = 7 * 24 * 3_600_000;
const LIMITS: JsonLimits = { maxBytes: 64 * 1024, maxDepth: 12, maxContainers: 500, maxMembers: 500 };

/**
 * How a peer takes what communities announce: as known, else by the name of its program in NodeInfo, asked for at most
 * once a week (profile A.4, E.5). A wrong name costs noise and opens nothing.
 */
export async function classOf(wire: Wire, peer: Peer): Promise<DeliveryClass> {
  if (peer.deliveryClass === "profile") return peer.deliveryClass;
  const asked = peer.softwareAsked?.getTime() ?? Number.NEGATIVE_INFINITY;
  const now = wire.ctx.clock.now();
  if (now.getTime() - asked < STANDS_MS) return peer.deliveryClass;
  const software = await softwareOf(wire, peer.origin);
  const deliveryClass = software === null ? peer.deliveryClass : deliveryClassOf(software);
  await rememberSoftware(wire.ctx, peer.id, { software, deliveryClass, asked: now });
  if (deliveryClass !== peer.deliveryClass)
    await changeForms(wire.ctx, peer.origin, { from: peer.deliveryClass, to: deliveryClass });
  return deliveryClass;
}

async function softwareOf(wire: Wire, origin: string): Promise<string | null> {
  const links = readNodeInfoLinks(await getJson(wire, `${origin}/.well-known/nodeinfo`), origin);
  const [href] = links.type === "nodeinfo-links" ? links.hrefs : [];
  if (href === undefined) return null;
  const info = readNodeInfo(await getJson(wire, href));
  return info.type === "nodeinfo" ? info.software : null;
}

/** JSON that needs no signature; null when there is none to be had. */
async function getJson(wire: Wire, url: string): Promise<unknown> {
  try {
    const headers = { accept: "application/json", "user-agent": userAgent(wire) };
    const answer = await wire.egress.request({
      method: "GET",
      url,
      headers,
      maxBytes: LIMITS.maxBytes,
      deadlineMs: 5_000,
    });
    const json = answer.status === 200 ? readJson(answer.body, LIMITS) : null;
    return json?.ok ? json.value : null;
  } catch (error) {
    if (error instanceof EgressFailed || error instanceof EgressRefused) return null;
    throw error;
  }
}
