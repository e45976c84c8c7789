import { signingKeyOf } from "../node/actors/keys.ts";
import type { EgressResponse } from "../node/egress/egress.ts";
import { EgressRefused } from "../node/egress/errors.ts";
import { originOf } from "../node/iris.ts";
import { isBlocked } from "../node/peers/blocked.ts";
import { peerByOrigin } from "../node/peers/read.ts";
import { rememberSignature } from "../node/peers/signature.ts";
import { Outage } from "../node/refusal.ts";
import {
  DOCUMENT_LIMITS,
  type DocumentResult,
  PAGE_LIMITS,
  readActivityJson,
  readDocument,
} from "./documents.ts";
import { signRequest } from "./sign-request.ts";
import type { Wire } from "./wire.ts";

const ACCEPT =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"';

export interface GetOptions {
  /** A page of a collection: larger, and its id is not compared with the address asked for. */
  readonly page?: boolean;
  /** A hint, believed in nothing that is not read again at its own id: its id may be another. */
  readonly hint?: boolean;
  readonly deadlineMs?: number;
}

/**
 * Fetches a document of another node with a GET signed by this node's actor; on 401 once more with the other form, which
 * is remembered where it was taken (profile S-05, S-06, resolution 15). The answer
 * is read strictly. Throws Outage when the other side is away or busy; a refusal or unfit document is a result.
 */
export async function getDocument(
  wire: Wire,
  url: string,
  options: GetOptions = {},
): Promise<DocumentResult> {
  if (await isBlocked(wire.ctx.sql, originOf(url) ?? ""))
    return { ok: false, code: "status", detail: "blocked", status: 0 };
  const answer = await signedGet(wire, url, options);
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    throw new Outage(`http-${answer.status}`, {
      retryAfterSeconds: Number(answer.headers["retry-after"]) || 30,
    });
  }
  if (options.page) return readActivityJson(answer, PAGE_LIMITS);
  return options.hint ? readActivityJson(answer) : readDocument(answer, url, DOCUMENT_LIMITS);
}

/** A GET signed by this node's actor, in the other form after 401 (S-05). Throws Outage and EgressRefused. */
export async function signedGet(wire: Wire, url: string, options: GetOptions = {}): Promise<EgressResponse> {
  const peer = await peerByOrigin(wire.ctx.sql, originOf(url) ?? "");
  const first = peer?.signatureSpec ?? "cavage";
  const answer = await get(wire, url, first, options);
  if (answer.status !== 401) return answer;
  const other = first === "cavage" ? "rfc9421" : "cavage";
  const again = await get(wire, url, other, options);
  if (again.status === 200 && peer) await rememberSignature(wire.ctx, peer.id, other);
  return again;
}

async function get(wire: Wire, url: string, spec: "cavage" | "rfc9421", options: GetOptions) {
  const headers = { ...(await signedHeaders(wire, url, spec)), accept: ACCEPT };
  try {
    return await wire.egress.request({
      method: "GET",
      url,
      headers,
      maxBytes: 1024 * 1024,
      ...(options.deadlineMs === undefined ? {} : { deadlineMs: options.deadlineMs }),
    });
  } catch (error) {
    if (error instanceof EgressRefused) throw error;
    throw new Outage((error as { why?: string }).why ?? "unknown", { cause: error });
  }
}

/** The headers of a GET by this node's actor. */
export async function signedHeaders(
  wire: Wire,
  url: string,
  spec: "cavage" | "rfc9421",
): Promise<Record<string, string>> {
  const { keyIri: keyId, privateKey } = await signingKeyOf(wire.ctx, wire.ctx.iris.node, "rsa");
  const now = wire.ctx.clock.now();
  const signed = await signRequest({ method: "GET", url, body: null, keyId, privateKey, spec, now });
  return { ...signed, "user-agent": userAgent(wire) };
}

/** How this node names itself to others. */
export function userAgent(wire: Wire): string {
  return `Moothall/0.1 (+${wire.ctx.iris.origin}/)`;
}
