import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "./jcs.ts";
import { readMultikey } from "./multibase.ts";
import { listOf } from "./one-or-many.ts";

/** Both halves of one key. */
export type KeyPair = { publicKey: KeyObject; privateKey: KeyObject };

/** A public key that an actor document lists; `revoked` is the time stated there, null for a live key. */
export type ActorKey = { id: string; kind: "rsa" | "ed25519"; key: KeyObject; revoked: string | null };

/** The keys an actor document lists: for requests (`publicKey`), for proofs (`assertionMethod`), and those refused. */
export type ActorKeys = {
  requests: ActorKey[];
  proofs: ActorKey[];
  refused: { id: string; detail: string }[];
};

/** A public key, or why it is none we use. */
export type KeyResult = { ok: true; key: KeyObject } | { ok: false; code: "key-refused"; detail: string };

/** Makes the two keys of an actor (profile §1.4): RSA-2048 for requests, Ed25519 for proofs; off the event loop. */
export async function generateKeys(): Promise<{ rsa: KeyPair; ed25519: KeyPair }> {
  const [rsa, ed25519] = await Promise.all([
    generateAsync("rsa", { modulusLength: 2048, publicExponent: 65537 }),
    generateAsync("ed25519"),
  ]);
  return { rsa, ed25519 };
}

/** The SPKI PEM of a public key, as `publicKeyPem` carries it. */
export function pemOf(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "pem" }).toString();
}

/** The PKCS#8 DER of a private key, to be sealed before it is stored. */
export function pkcs8Of(privateKey: KeyObject): Buffer {
  return privateKey.export({ type: "pkcs8", format: "der" });
}

/** The private key behind PKCS#8 DER; throws when it is damaged. */
export function readPkcs8(der: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(der), type: "pkcs8", format: "der" });
}

/**
 * Reads a public key in PEM. Refuses (A27) more than 4 KB, private keys and certificates, other types than RSA and
 * Ed25519, RSA under 2048 or over 4096 bits, and RSA exponents under 65537 or over 32 bits.
 */
export function readPublicKeyPem(pem: string): KeyResult {
  if (pem.length > MAX_PEM) return refused("longer than 4 KB");
  if (!PUBLIC_PEM.test(pem)) return refused("not a public key in PEM");
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    return refused("not a readable public key");
  }
  if (key.asymmetricKeyType === "ed25519") return { ok: true, key };
  if (key.asymmetricKeyType !== "rsa") return refused(`a key of type ${key.asymmetricKeyType}`);
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < 2048 || modulusLength > 4096) return refused(`RSA with ${modulusLength} bits`);
  if (publicExponent < 65537n || publicExponent >= 1n << 32n) return refused("RSA with an unusual exponent");
  return { ok: true, key };
}

/**
 * Reads the keys of an actor document that was fetched from its own id. A key counts only when its `owner` or
 * `controller` is that actor and its id lies on the actor's origin (A16, A18, A19); others are listed as refused.
 * Bare IRIs in either list are passed over, and no more than 32 keys are read.
 */
export function readActorKeys(document: JsonObject): ActorKeys {
  const keys: ActorKeys = { requests: [], proofs: [], refused: [] };
  for (const entry of objectsOf(document.publicKey)) {
    sort(keys.requests, keys, readEntry(document, entry, entry.owner, requestKey(entry)));
  }
  for (const entry of objectsOf(document.assertionMethod)) {
    if (entry.type !== "Multikey") continue;
    sort(keys.proofs, keys, readEntry(document, entry, entry.controller, proofKey(entry)));
  }
  return keys;
}

/**
 * The actor that a document fetched from a key id names as owner of that key: only a hint where to look, to be
 * believed when that actor's own document lists the key. Null when none is named, or one on another origin.
 */
export function ownerNamedBy(document: JsonObject, keyId: string): string | null {
  const entry = [document, ...objectsOf(document.publicKey)].find(
    ({ id, owner }) => id === keyId && isString(owner),
  );
  const owner = entry?.owner;
  return isString(owner) && URL.parse(owner)?.origin === URL.parse(keyId)?.origin ? owner : null;
}

type Entry = { ok: true; key: ActorKey } | { ok: false; id: string; detail: string };

function readEntry(
  document: JsonObject,
  entry: JsonObject,
  owner: Json | undefined,
  result: KeyResult,
): Entry {
  const id = isString(entry.id) ? entry.id : "";
  const origin = isString(document.id) ? URL.parse(document.id)?.origin : undefined;
  if (owner !== document.id || !isString(owner)) return { ok: false, id, detail: "owned by another actor" };
  if (origin === undefined || URL.parse(id)?.origin !== origin)
    return { ok: false, id, detail: "id on another origin" };
  if (!result.ok) return { ok: false, id, detail: result.detail };
  const kind = result.key.asymmetricKeyType === "rsa" ? "rsa" : "ed25519";
  return {
    ok: true,
    key: { id, kind, key: result.key, revoked: isString(entry.revoked) ? entry.revoked : null },
  };
}

function sort(accepted: ActorKey[], keys: ActorKeys, entry: Entry): void {
  if (!entry.ok) keys.refused.push({ id: entry.id, detail: entry.detail });
  else if (!accepted.some((key) => key.id === entry.key.id)) accepted.push(entry.key);
}

function requestKey({ publicKeyPem }: JsonObject): KeyResult {
  return isString(publicKeyPem) ? readPublicKeyPem(publicKeyPem) : refused("no publicKeyPem");
}

function proofKey({ publicKeyMultibase }: JsonObject): KeyResult {
  const key = isString(publicKeyMultibase) ? readMultikey(publicKeyMultibase) : null;
  return key === null ? refused("not an Ed25519 Multikey") : { ok: true, key };
}

function objectsOf(value: Json | undefined): JsonObject[] {
  return listOf(value).slice(0, MAX_KEYS).filter(isJsonObject);
}

function isString(value: Json | undefined): value is string {
  return typeof value === "string";
}

function refused(detail: string): KeyResult {
  return { ok: false, code: "key-refused", detail };
}

const generateAsync = promisify(generateKeyPair);
const MAX_PEM = 4096;
const MAX_KEYS = 32;
const PUBLIC_PEM = /^\s*-----BEGIN (?:RSA )?PUBLIC KEY-----/;
