import { EgressRefused } from "../node/egress/errors.ts";
import { listLogPlaces } from "../node/logs/applied.ts";
import type { RoundTrip } from "../node/ports.ts";
import { Outage } from "../node/refusal.ts";
import { DOCUMENT_LIMITS, readDocument } from "./documents.ts";
import { signedGet } from "./get-document.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import type { Wire } from "./wire.ts";

const DEADLINE_MS = 5_000;

/** Fills the port of the same name: one signed request for the node's actor, and one that only a connected node gets. */
export async function roundTrip(wire: Wire, origin: string): Promise<RoundTrip> {
  const nothing = { aheadMs: null, certificateEnds: null };
  try {
    const certificateEnds = await wire.egress.certificateEnds(origin);
    const url = `${origin}/ap/actor`;
    const began = wire.ctx.clock.now().getTime();
    const answer = await signedGet(wire, url, { deadlineMs: DEADLINE_MS });
    const middle = (began + wire.ctx.clock.now().getTime()) / 2;
    const date = Date.parse(answer.headers.date ?? "");
    const seen = { aheadMs: Number.isNaN(date) ? null : Math.round(date - middle), certificateEnds };
    if (answer.status >= 500) return { ...seen, outcome: "away", error: `http-${answer.status}` };
    if (!readDocument(answer, url, DOCUMENT_LIMITS).ok)
      return { ...seen, outcome: "refuses", error: `http-${answer.status}` };
    return { ...seen, ...(await asConnected(wire, origin)) };
  } catch (error) {
    if (error instanceof EgressRefused) return { ...nothing, outcome: "forbidden", error: error.message };
    const why = error instanceof Outage ? error.message : (error as { why?: string }).why;
    if (why === undefined) throw error;
    return { ...nothing, outcome: "away", error: why };
  }
}

/** The state of a community is answered to nodes whose signature is known there, and to nobody else. */
async function asConnected(wire: Wire, origin: string): Promise<Pick<RoundTrip, "outcome" | "error">> {
  const [place] = await listLogPlaces(wire.ctx, { origin });
  if (!place) return { outcome: "fine", error: "" };
  const { status } = await signedGet(wire, groupCollectionsOf(place.iri).sync, { deadlineMs: DEADLINE_MS });
  if (status >= 500) return { outcome: "away", error: `http-${status}` };
  return status < 300 ? { outcome: "fine", error: "" } : { outcome: "refuses", error: `http-${status}` };
}
