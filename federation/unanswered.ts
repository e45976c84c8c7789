import { EgressFailed, EgressRefused } from "../node/egress/errors.ts";
import type { WaitingDelivery } from "../node/lanes/claim.ts";
import type { Outcome } from "../node/lanes/settle.ts";
import type { Peer } from "../node/peers/read.ts";
import { userAgent } from "./get-document.ts";
import type { Wire } from "./wire.ts";

/** How often a letter is tried that is never answered by a server which answers other things. */
const MOST_TRIES = 3;

/**
 * What to make of a delivery that was not answered in time. A server that answers something else meanwhile is there, and
 * does not answer this one: it is tried a few times with the same id, then set aside, and the lane goes on. NodeBB never
 * answers what it failed on, nor a reply that a community announced, which it has kept all the same (interop.md §1.7):
 * once is enough there. Nodes of the profile wait in order, since they can read what they missed in the log.
 */
export async function judgeUnanswered(
  wire: Wire,
  peer: Peer | null,
  delivery: Pick<WaitingDelivery, "inbox" | "attempts">,
): Promise<Outcome> {
  const away: Outcome = { kind: "later", error: "timeout", retryAfterSeconds: null };
  if (peer === null || peer.deliveryClass === "profile") return away;
  if (!(await answersAnything(wire, new URL(delivery.inbox).origin))) return away;
  const tries = peer.software === "nodebb" ? 1 : MOST_TRIES;
  return delivery.attempts + 1 < tries
    ? { kind: "later", error: "unanswered", retryAfterSeconds: null }
    : { kind: "final", error: "unanswered" };
}

/** Any answer will do: what every program answers without looking anything up. */
async function answersAnything(wire: Wire, origin: string): Promise<boolean> {
  try {
    const headers = { accept: "application/json", "user-agent": userAgent(wire) };
    await wire.egress.request({
      method: "GET",
      url: `${origin}/.well-known/nodeinfo`,
      headers,
      maxBytes: 64 * 1024,
      deadlineMs: 5_000,
    });
    return true;
  } catch (error) {
    if (error instanceof EgressFailed) return error.why === "too-large" || error.why === "encoded";
    if (error instanceof EgressRefused) return false;
    throw error;
  }
}
