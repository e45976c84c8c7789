import { createHash, type KeyObject, sign } from "node:crypto";
import { promisify } from "node:util";
import { signatureBase } from "./signature-base.ts";
import type { SignatureClaims } from "./signature-header.ts";

/** A request to be signed; `body` null for GET. `keyId` is `<actor>#fragment` (NodeBB compares the part before #). */
export type RequestToSign = {
  method: "GET" | "POST";
  url: string;
  body: Uint8Array | null;
  /** Of the body; an activity where nothing else is said. */
  mediaType?: string;
  keyId: string;
  /** RSA. */
  privateKey: KeyObject;
  spec: "cavage" | "rfc9421";
  now: Date;
};

/**
 * The headers to send with a request, its signature among them: draft-cavage as interop §8 wants it
 * (`rsa-sha256`, `(request-target) host date digest content-type`), RFC 9421 in Fedify's shape.
 * Signs on libuv's threads, so that the event loop stays free.
 */
export async function signRequest(request: RequestToSign): Promise<Record<string, string>> {
  const url = new URL(request.url);
  const headers: Record<string, string> = { host: url.host, date: request.now.toUTCString() };
  if (request.body !== null) {
    const digest = createHash("sha256").update(request.body).digest("base64");
    if (request.spec === "cavage") headers.digest = `SHA-256=${digest}`;
    else headers["content-digest"] = `sha-256=:${digest}:`;
    headers["content-type"] = request.mediaType ?? "application/activity+json";
  }
  const claims = claimsToSign(request);
  const source = { get: (name: string) => headers[name] };
  const parts = {
    method: request.method,
    target: url.pathname + url.search,
    origin: url.origin,
    headers: source,
  };
  const base = signatureBase(claims, parts);
  if (base === null) throw new TypeError("a covered header is missing");
  const signature = (await signAsync("sha256", base, request.privateKey)).toString("base64");
  return { ...headers, ...signatureHeaders(claims, signature) };
}

function claimsToSign({ body, keyId, spec, now }: RequestToSign): SignatureClaims {
  const created = Math.floor(now.getTime() / 1000);
  const shared = { keyId, signature: Buffer.alloc(0), expires: null };
  if (spec === "cavage") {
    const components = [
      "(request-target)",
      "host",
      "date",
      ...(body === null ? [] : ["digest", "content-type"]),
    ];
    return { ...shared, spec, algorithm: "rsa-sha256", components, created: null, parameters: "" };
  }
  const covered = ["@method", "@target-uri", "@authority", "host", "date"];
  const components = body === null ? covered : [...covered, "content-digest"];
  const list = components.map((name) => `"${name}"`).join(" ");
  const parameters = `(${list});alg="rsa-v1_5-sha256";keyid="${keyId}";created=${created}`;
  return { ...shared, spec, algorithm: "rsa-v1_5-sha256", components, created, parameters };
}

function signatureHeaders(claims: SignatureClaims, signature: string): Record<string, string> {
  const { keyId, components, parameters } = claims;
  if (claims.spec === "rfc9421") {
    return { "signature-input": `sig1=${parameters}`, signature: `sig1=:${signature}:` };
  }
  const names = components.join(" ");
  return {
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="${names}",signature="${signature}"`,
  };
}

const signAsync = promisify(sign);
