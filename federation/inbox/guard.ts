/**
 * The guards of an inbox in their order (security §2.3), each a pure function that the inbox calls in turn:
 * `headOf` → (is the peer accepted? its rate) → `readBody` → `verifyRequest` → `readJson` → `checkEnvelope` →
 * `checkSigner`. Everything up to `verifyRequest` happens before any outgoing request.
 */
import type { SignatureCode, SignatureResult } from "../http-signatures.ts";
import { isActivityMediaType } from "../media-types.ts";
import { uncovered } from "../signature-base.ts";
import { type HeaderSource, readSignature } from "../signature-header.ts";

/** A request that goes no further: the status to answer with, a stable code, and a detail for the log. */
export type GuardRefusal = {
  ok: false;
  status: 400 | 401 | 403 | 408 | 413 | 415 | 429;
  code: string;
  detail: string;
};

/** What the head of a delivery says about its sender; not verified yet. */
export type Head = { ok: true; keyId: string; keyOrigin: string; declaredBytes: number | null };

/**
 * Judges the head of a delivery without reading its body: method and media type, no compression, exactly one
 * signature with the coverage we demand, and a key id with an origin (A14, A22, A24). Whether `keyOrigin` is an
 * accepted peer, and within its rate, is asked next.
 */
export function headOf(request: {
  method: string;
  target: string;
  headers: HeaderSource;
}): Head | GuardRefusal {
  const { method, target, headers } = request;
  if (method !== "POST") return refusal(400, "method", "an inbox takes POST only");
  if (!isActivityMediaType(headers.get("content-type"))) return refusal(415, "media-type", "not an activity");
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") return refusal(415, "encoded", "compressed bodies are not read");
  const claims = readSignature(headers);
  if (!claims.ok) return signatureRefusal(claims);
  const missing = uncovered(claims, target, true);
  if (missing !== null) {
    return signatureRefusal({ ok: false, code: "signature-coverage", detail: `${missing} is not covered` });
  }
  const keyOrigin = originOf(claims.keyId);
  if (keyOrigin === null) return refusal(400, "key-id", "the key id is no web address");
  const length = headers.get("content-length") ?? "";
  if (!/^\d{0,15}$/.test(length)) return refusal(400, "content-length", "Content-Length is no number");
  return { ok: true, keyId: claims.keyId, keyOrigin, declaredBytes: length === "" ? null : Number(length) };
}

/** The refusal for a signature that `verifyRequest` or `readSignature` did not accept. */
export function signatureRefusal(result: SignatureResult & { ok: false }): GuardRefusal {
  return refusal(STATUS[result.code], result.code, result.detail);
}

/** The origin of a web address of sane length without user name, or null. Origins are compared, never hosts. */
export function originOf(iri: string): string | null {
  const url = iri.length <= MAX_IRI ? URL.parse(iri) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return url.username === "" && url.password === "" && !url.hostname.endsWith(".") ? url.origin : null;
}

/** Makes a refusal. */
export function refusal(status: GuardRefusal["status"], code: string, detail: string): GuardRefusal {
  return { ok: false, status, code, detail };
}

const STATUS: Readonly<Record<SignatureCode, 400 | 401>> = {
  "signature-missing": 401,
  "signature-malformed": 400,
  "signature-coverage": 401,
  "signature-time": 401,
  "signature-host": 401,
  "signature-digest": 401,
  "signature-key": 401,
  "signature-invalid": 401,
};
const MAX_IRI = 2048;
