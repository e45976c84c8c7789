import { signingKeyOf } from "../node/actors/keys.ts";
import { findGroup } from "../node/communities/group-rows.ts";
import type { NodeContext } from "../node/context.ts";
import { EgressFailed } from "../node/egress/errors.ts";
import { originOf } from "../node/iris.ts";
import type { WaitingDelivery } from "../node/lanes/claim.ts";
import { formOfDelivery } from "../node/lanes/forms.ts";
import type { Outcome } from "../node/lanes/settle.ts";
import { findActivity, type StoredActivity } from "../node/outbox/read.ts";
import { type Peer, standingOf } from "../node/peers/read.ts";
import { rememberSignature } from "../node/peers/signature.ts";
import { owesReceipt } from "../node/receipts/silent.ts";
import { takesForm } from "../node/visibility/delivery-class.ts";
import { isHolder } from "../node/visibility/holders.ts";
import { classOf } from "./delivery-class.ts";
import { userAgent } from "./get-document.ts";
import { announceIdText } from "./render/announce-id.ts";
import { keptText } from "./render/kept.ts";
import { signRequest } from "./sign-request.ts";
import { judgeUnanswered } from "./unanswered.ts";
import type { Wire } from "./wire.ts";

/** Sends one delivery: its kept text, signed now by the activity's actor. The sole sender of activities (R9). */
export async function sendDelivery(wire: Wire, delivery: WaitingDelivery): Promise<Outcome> {
  const activity = await findActivity(wire.ctx, delivery.activityIri);
  if (!activity) return { kind: "gone" };
  const { peer, blocked } = await standingOf(wire.ctx, new URL(delivery.inbox).origin);
  if (blocked) return { kind: "final", error: "blocked" };
  if (!(await mayReceive(wire.ctx, activity, delivery.inbox))) return { kind: "gone" };
  const form = await formNow(wire, peer, delivery, activity);
  if (form === null) return { kind: "gone" };
  const body = form === "id" ? await announceIdText(wire.ctx, activity) : await keptText(wire.ctx, activity);
  if (body === null) return { kind: "gone" };
  const outcome = await knockTwice(wire, peer, {
    inbox: delivery.inbox,
    actorIri: activity.actorIri,
    body,
  });
  const unanswered = outcome.kind === "later" && outcome.error === "timeout";
  return unanswered ? judgeUnanswered(wire, peer, delivery) : outcome;
}

/**
 * What is written in a closed community goes to its holders of this very moment, at the first try as at the last, or from
 * an author's node to the community's alone (profile D.1, D-02, D-03). A removal still goes to who has to obey it (G15).
 */
async function mayReceive(ctx: NodeContext, activity: StoredActivity, inbox: string): Promise<boolean> {
  if (activity.readers !== "holders") return true;
  const { origin } = new URL(inbox);
  const group = await findGroup(ctx, { id: activity.communityId ?? "" });
  if (group === null) return false;
  if (!group.local) return originOf(group.iri) === origin;
  if (await isHolder(ctx, group.communityId, origin)) return true;
  return owesReceipt(ctx.sql, { announceIri: activity.iri, origin });
}

/** Signed as this peer takes requests; refused for its signature, once more in the other form (resolution 15). */
async function knockTwice(wire: Wire, peer: Peer | null, letter: Omit<Post, "spec">): Promise<Outcome> {
  const first = peer?.signatureSpec ?? "cavage";
  const sent = await post(wire, { ...letter, spec: first });
  if (sent.kind !== "unauthorised") return sent;
  const other = first === "cavage" ? "rfc9421" : "cavage";
  const again = await post(wire, { ...letter, spec: other });
  if (again.kind === "delivered" && peer) await rememberSignature(wire.ctx, peer.id, other);
  return again.kind === "unauthorised"
    ? { kind: "later", error: "http-401", retryAfterSeconds: null }
    : again;
}

/** In which form it goes to what the peer is now known to run; null where that takes neither (profile E.5). */
async function formNow(
  wire: Wire,
  peer: Peer | null,
  delivery: WaitingDelivery,
  activity: StoredActivity,
): Promise<"activity" | "id" | null> {
  const takenBack = activity.type === "Undo" && activity.facts.undoes === "Announce";
  if (peer === null || (!takenBack && delivery.kind !== "relay")) return delivery.form;
  const deliveryClass = await classOf(wire, peer);
  if (takenBack) return takesForm(deliveryClass, "id") ? delivery.form : null;
  if (takesForm(deliveryClass, delivery.form)) return delivery.form;
  const form = await formOfDelivery(wire.ctx, delivery.id);
  return form !== null && takesForm(deliveryClass, form) ? form : null;
}

interface Post {
  readonly inbox: string;
  readonly actorIri: string;
  readonly body: Uint8Array;
  readonly spec: "cavage" | "rfc9421";
}

async function post(
  wire: Wire,
  { inbox, actorIri, body, spec }: Post,
): Promise<Outcome | { readonly kind: "unauthorised" }> {
  const key = await signingKeyOf(wire.ctx, actorIri, "rsa");
  const now = wire.ctx.clock.now();
  const signed = await signRequest({
    method: "POST",
    url: inbox,
    body,
    keyId: key.keyIri,
    privateKey: key.privateKey,
    spec,
    now,
  });
  try {
    const answer = await wire.egress.request({
      method: "POST",
      url: inbox,
      body,
      maxBytes: 64 * 1024,
      headers: { ...signed, accept: "application/activity+json", "user-agent": userAgent(wire) },
    });
    return outcomeOf(answer.status, answer.headers["retry-after"], answer.body);
  } catch (error) {
    if (error instanceof EgressFailed) return { kind: "later", error: error.why, retryAfterSeconds: null };
    return { kind: "final", error: "forbidden-address" };
  }
}

/**
 * What an answer means for the lane (resolution 9): 401 (after the second knock), 403 `not-trusted`, 408, 425, 429
 * and 5xx wait; any other 4xx is final for this entry only.
 */
function outcomeOf(
  status: number,
  retryAfter: string | undefined,
  body: Uint8Array,
): Outcome | { readonly kind: "unauthorised" } {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  const retryAfterSeconds = retryAfter && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  if (status === 401) return { kind: "unauthorised" };
  if (status >= 500 || status === 408 || status === 425 || status === 429) {
    return { kind: "later", error: `http-${status}`, retryAfterSeconds };
  }
  if (status === 403 && Buffer.from(body).includes("err-not-trusted"))
    return { kind: "later", error: "not-trusted", retryAfterSeconds };
  return { kind: "final", error: `http-${status}` };
}
