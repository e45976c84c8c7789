import { createHash, type KeyObject, sign, verify } from "node:crypto";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "./jcs.ts";
import { decodeMultibase, encodeMultibase } from "./multibase.ts";

/** What a proof says about itself, before its signature is checked. */
export type ProofClaims = { verificationMethod: string; created: string; proofValue: string };

/** Either a verified proof or the reason why there is none. */
export type ProofResult =
  | ({ ok: true } & ProofClaims)
  | { ok: false; code: "no-proof" | "bad-proof"; detail: string };

/**
 * The document with one `eddsa-jcs-2022` proof (FEP-8b32, profile §1.4), which repeats the document's `@context`.
 * `verificationMethod` is the IRI of an Ed25519 key. Throws TypeError when the document has no canonical form.
 */
export function signProof<T extends JsonObject>(
  document: T,
  by: { verificationMethod: string; privateKey: KeyObject; created: Date },
): T & { proof: JsonObject } {
  const options: JsonObject = {
    "@context": document["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: by.verificationMethod,
    proofPurpose: "assertionMethod",
    created: `${by.created.toISOString().slice(0, 19)}Z`,
  };
  const { proof: _proof, signature: _signature, ...message } = document;
  const proofValue = encodeMultibase(sign(null, hashOf(options, message), by.privateKey));
  return { ...document, proof: { ...options, proofValue } };
}

/**
 * Checks the document's own proof (not those of embedded activities) with a key that the caller found for
 * `readProof(document).verificationMethod`. Whose key it is, and whether `created` is acceptable, are the
 * caller's to judge (profile S-03, S-09).
 */
export function verifyProof(document: JsonObject, publicKey: KeyObject): ProofResult {
  const claims = readProof(document);
  if (!claims.ok) return claims;
  const { proof, signature: _signature, ...message } = document;
  const { proofValue: _value, ...sent } = proof as JsonObject;
  const signatureBytes = decodeMultibase(claims.proofValue);
  if (signatureBytes?.length !== 64) return bad("proofValue is not a base58btc Ed25519 signature");
  if (publicKey.asymmetricKeyType !== "ed25519") return bad("the key is not Ed25519");
  try {
    const hash = hashOf({ ...sent, "@context": document["@context"] }, message);
    return verify(null, hash, publicKey, signatureBytes) ? claims : bad("the signature does not match");
  } catch (error) {
    return bad(error instanceof TypeError ? error.message : "no canonical form");
  }
}

/**
 * Reads a document's proof without checking its signature, so that its key can be found.
 * Accepts exactly one proof with exactly the options of profile §1.4; `@context`, where sent, must be the document's.
 * Fedify writes `created` with a fraction of a second, so one is read here, though we never write one.
 */
export function readProof(document: JsonObject): ProofResult {
  const proof = document.proof;
  if (proof === undefined) return { ok: false, code: "no-proof", detail: "the document has no proof" };
  if (!isJsonObject(proof)) return bad("not exactly one proof");
  const unknown = Object.keys(proof).find((key) => !PROOF_KEYS.has(key));
  if (unknown !== undefined) return bad(`unknown proof option ${unknown}`);
  const { type, cryptosuite, proofPurpose, verificationMethod, created, proofValue } = proof;
  if (
    type !== "DataIntegrityProof" ||
    cryptosuite !== "eddsa-jcs-2022" ||
    proofPurpose !== "assertionMethod"
  ) {
    return bad("not an eddsa-jcs-2022 assertion");
  }
  if (typeof verificationMethod !== "string") return bad("verificationMethod is not an IRI");
  if (typeof created !== "string" || !CREATED.test(created)) return bad("created is not a UTC time");
  if (typeof proofValue !== "string") return bad("proofValue is missing");
  if (proof["@context"] !== undefined && !sameJson(proof["@context"], document["@context"])) {
    return bad("the proof's context is not the document's");
  }
  return { ok: true, verificationMethod, created, proofValue };
}

function hashOf(options: JsonObject, message: JsonObject): Buffer {
  return Buffer.concat([sha256(canonicalJson(options)), sha256(canonicalJson(message))]);
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

function sameJson(a: Json, b: Json | undefined): boolean {
  return b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function bad(detail: string): ProofResult {
  return { ok: false, code: "bad-proof", detail };
}

const PROOF_KEYS = new Set(
  "@context type cryptosuite verificationMethod proofPurpose created proofValue".split(" "),
);
const CREATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
