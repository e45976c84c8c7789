import { knock } from "../../node/peers/knock.ts";
import { standingOf } from "../../node/peers/read.ts";
import { Refusal } from "../../node/refusal.ts";
import { INBOX_LIMITS, readJson } from "../documents.ts";
import { problemFor } from "../errors.ts";
import { heardFrom } from "../heard.ts";
import { verifyRequest } from "../http-signatures.ts";
import { isJsonObject, type JsonObject } from "../jcs.ts";
import { isLoopbackOrigin } from "../loopback.ts";
import { readActivity } from "../read/activity.ts";
import { byProof } from "../verify.ts";
import type { Wire } from "../wire.ts";
import { checkEnvelope, checkSigner, type Envelope } from "./envelope.ts";
import { type GuardRefusal, headOf, refusal, signatureRefusal } from "./guard.ts";
import { isRoutable, route } from "./index.ts";
import { withoutUnknown } from "./names.ts";
import { readBody } from "./read-body.ts";

/**
 * Takes a delivery: guards in the order of security §2.3, then authentication, then the effect; 202 only after
 * COMMIT. Refusals before that are 4xx; a policy refusal of an authenticated activity is 202 and a Reject.
 */
export async function receive(wire: Wire, request: Request, url: URL): Promise<Response> {
  try {
    const judged = await judge(wire, request, url);
    if ("status" in judged) {
      wire.ctx.metrics.activity("unknown", judged.code);
      return refused(judged);
    }
    return await settle(wire, judged);
  } catch (error) {
    if (error instanceof Refusal)
      return problem(error.code === "not-found" ? 401 : 403, "not-trusted", error.code);
    throw error;
  }
}

type Accepted = Envelope & {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly keyOrigin: string;
  readonly missed: boolean;
};

async function judge(
  wire: Wire,
  request: Request,
  url: URL,
): Promise<Accepted | (GuardRefusal & { retryAfter?: number })> {
  const target = url.pathname + url.search;
  const head = headOf({ method: request.method, target, headers: request.headers });
  if (!head.ok) return head;
  const { peer, blocked, missed } = await standingOf(wire.ctx, head.keyOrigin);
  if (blocked) return refusal(403, "not-trusted", "blocked");
  if (isLoopbackOrigin(head.keyOrigin) !== isLoopbackOrigin(wire.ctx.config.origin))
    return refusal(403, "not-trusted", "a trial node meets loopback addresses only");
  const early = wire.rate.left(head.keyOrigin);
  if (!early.ok) return tooMany(early.retryAfterSeconds);
  const body = await readBody(request.body, { declaredBytes: head.declaredBytes });
  if (!body.ok) return body;
  const json = readJson(body.bytes, INBOX_LIMITS);
  if (!json.ok) return refusal(400, json.code, json.detail);
  if (!mayKnow(wire, peer?.state ?? "known", json.value)) {
    await knock(wire.ctx, head.keyOrigin);
    return refusal(403, "not-trusted", "not connected");
  }
  const envelope = checkEnvelope(json.value, {
    keyId: head.keyId,
    profile: peer?.deliveryClass === "profile",
  });
  if (!envelope.ok) return envelope;
  const verified = await verifyRequest(
    { method: request.method, target, headers: request.headers, body: body.bytes },
    { origin: wire.ctx.config.origin, now: wire.ctx.clock.now(), keyFor: wire.keys.keyFor },
  );
  if (!verified.ok) return overspent(wire, head.keyId, verified) ?? signatureRefusal(verified);
  const signer = checkSigner(envelope.actor, verified.actorIri);
  if (!signer.ok) return signer;
  // Counted only now: whoever names another's key without having it uses up nothing of what that node may send.
  const rate = wire.rate.take(head.keyOrigin);
  if (!rate.ok) return tooMany(rate.retryAfterSeconds);
  return { ...envelope, bytes: body.bytes, keyOrigin: head.keyOrigin, missed };
}

function tooMany(retryAfter: number): GuardRefusal & { retryAfter: number } {
  return { ...refusal(429, "rate-limited", "too many at once"), retryAfter };
}

/** A key that was not looked for, because too many were at that host within a minute, is asked for later (A29). */
function overspent(wire: Wire, keyId: string, { code }: { code: string }) {
  const left = wire.budget.left(keyId);
  if (code !== "signature-key" || left.ok) return null;
  return {
    ...refusal(429, "rate-limited", "too many new keys at once"),
    retryAfter: left.retryAfterSeconds,
  };
}

/** In mode `network` a node that is not connected may do one thing: ask to be, or answer what we asked of it. */
function mayKnow(wire: Wire, state: string, document: unknown): boolean {
  if (state === "accepted" || state === "paused" || wire.ctx.config.federationMode === "open") return true;
  if (!isJsonObject(document as JsonObject)) return false;
  const { type, object } = document as JsonObject;
  if (type === "Follow") return object === wire.ctx.iris.node;
  if (type !== "Accept" && type !== "Reject") return false;
  return (
    (state === "asked" || state === "refused" || state === "knocking") &&
    isJsonObject(object as JsonObject) &&
    (object as JsonObject).type === "Follow" &&
    (object as JsonObject).actor === wire.ctx.iris.node
  );
}

async function settle(wire: Wire, accepted: Accepted): Promise<Response> {
  if (accepted.missed) await heardFrom(wire.ctx, accepted.keyOrigin);
  if (accepted.document.proof !== undefined) {
    const proof = await byProof(wire, accepted.document, { actor: accepted.actor, loggedAt: null });
    // Of an account that is gone no proof key can be read any more; its farewell is signed all the same.
    const farewell = accepted.type === "Delete" && accepted.objectIds[0] === accepted.actor;
    if (!proof.ok && !(farewell && proof.later)) {
      wire.ctx.metrics.activity("unknown", "bad-proof");
      return problem(401, "bad-proof", proof.why);
    }
  }
  const read = readActivity(await withoutUnknown(wire, accepted));
  if (!isRoutable(read)) {
    wire.ctx.metrics.activity("unknown", read.type);
    return read.type === "refused" ? problem(400, "refused", read.why) : new Response(null, { status: 202 });
  }
  const outcome = await route({
    wire,
    activity: read,
    received: { iri: accepted.id, actorIri: accepted.actor, type: accepted.type, bytes: accepted.bytes },
  });
  wire.ctx.metrics.activity(read.type, outcome);
  wire.ctx.log.debug("Inbox: {type} {outcome}", { type: accepted.type, outcome });
  return new Response(null, { status: 202 });
}

function refused(guard: GuardRefusal & { retryAfter?: number }): Response {
  const error =
    guard.code === "rate-limited" ? "rate-limited" : guard.code === "not-trusted" ? "not-trusted" : "refused";
  return problem(guard.status, error, guard.detail, guard.retryAfter);
}

function problem(
  status: number,
  error: Parameters<typeof problemFor>[0],
  detail: string,
  retryAfter?: number,
): Response {
  return new Response(JSON.stringify(problemFor(error, status, detail)), {
    status,
    headers: {
      "content-type": "application/problem+json",
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    },
  });
}
