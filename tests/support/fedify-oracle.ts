/** Fedify as the second opinion on our proofs and signatures. It is never asked on the product's own paths. */
import "../../deploy/bench/temporal.ts";
import type { KeyObject } from "node:crypto";
import { signObject, signRequest, verifyProof, verifyRequestDetailed } from "@fedify/fedify/sig";
import {
  type Object as As2Object,
  CryptographicKey,
  DataIntegrityProof,
  Multikey,
} from "@fedify/fedify/vocab";
import { preloadedContexts } from "@fedify/vocab-runtime";
import type { JsonObject } from "../../federation/jcs.ts";

/** Contexts from Fedify's own set; anything else would be a fetch, and fails. */
async function bundledOnly(url: string) {
  const document = preloadedContexts[url];
  if (document === undefined) throw new Error(`Fedify wanted to fetch ${url}`);
  return { contextUrl: null, documentUrl: url, document };
}

const loaders = { documentLoader: bundledOnly, contextLoader: bundledOnly };

/** Whether Fedify accepts the document's own proof under this Ed25519 key. */
export async function fedifyAcceptsProof(document: JsonObject, publicKey: KeyObject): Promise<boolean> {
  const proof = await DataIntegrityProof.fromJsonLd(document.proof, loaders);
  const [controller = ""] = proof.verificationMethodId?.href.split("#") ?? [];
  const key = new Multikey({
    id: proof.verificationMethodId,
    controller: new URL(controller),
    publicKey: await ed25519(publicKey),
  });
  const keyCache = { get: async () => key, set: async () => {} };
  return (await verifyProof(document, proof, { ...loaders, keyCache })) !== null;
}

/** An object as Fedify proves and prints it. */
export async function provedByFedify(
  object: As2Object,
  privateKey: KeyObject,
  keyId: string,
): Promise<JsonObject> {
  const proved = await signObject(object, await ed25519(privateKey), new URL(keyId), loaders);
  return (await proved.toJsonLd({ format: "compact", contextLoader: bundledOnly })) as JsonObject;
}

/** Whether Fedify accepts the request's signature under this RSA key. */
export async function fedifyAcceptsRequest(
  request: Request,
  keyId: string,
  publicKey: KeyObject,
): Promise<boolean> {
  const owner = new URL(keyId);
  owner.hash = "";
  const key = new CryptographicKey({ id: new URL(keyId), owner, publicKey: await rsa(publicKey, "verify") });
  const keyCache = { get: async () => key, set: async () => {} };
  return (await verifyRequestDetailed(request, { ...loaders, keyCache })).verified;
}

/** A request signed by Fedify. */
export async function signedByFedify(
  request: Request,
  by: { keyId: string; privateKey: KeyObject; spec: "cavage" | "rfc9421"; now: Date },
): Promise<Request> {
  return signRequest(request, await rsa(by.privateKey, "sign"), new URL(by.keyId), {
    spec: by.spec === "cavage" ? "draft-cavage-http-signatures-12" : "rfc9421",
    currentTime: Temporal.Instant.fromEpochMilliseconds(by.now.getTime()),
  });
}

function ed25519(key: KeyObject): Promise<CryptoKey> {
  const jwk = key.export({ format: "jwk" });
  return crypto.subtle.importKey("jwk", jwk, "Ed25519", true, [key.type === "private" ? "sign" : "verify"]);
}

function rsa(key: KeyObject, use: "sign" | "verify"): Promise<CryptoKey> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  return crypto.subtle.importKey("jwk", key.export({ format: "jwk" }), algorithm, true, [use]);
}
