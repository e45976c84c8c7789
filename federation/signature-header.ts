/**
 * The one reader of `Signature` and `Signature-Input`: draft-cavage-12 and RFC 9421 (as far as a request needs it).
 * Linear time; exactly one signature and one key id, or none at all (A14, A24).
 */

/** What gives header values by lower-case name, repeated ones joined by ", ": `Headers`, or a Map in tests. */
export type HeaderSource = { get(name: string): string | null | undefined };

/** A signature as its headers state it, unverified. Times are seconds since 1970. */
export type SignatureClaims = {
  spec: "cavage" | "rfc9421";
  keyId: string;
  /** Lower case; null where the sender states none. */
  algorithm: string | null;
  /** Covered components in the order of signing, lower case. */
  components: readonly string[];
  signature: Buffer;
  created: number | null;
  expires: number | null;
  /** RFC 9421: the inner list and its parameters exactly as sent. */
  parameters: string;
};

/** A signature that cannot be read: none (401), or malformed, doubled or mixed (400). */
export type UnreadableSignature = {
  ok: false;
  code: "signature-missing" | "signature-malformed";
  detail: string;
};

/** Reads the one signature of a request, or says why there is not exactly one. */
export function readSignature(headers: HeaderSource): ({ ok: true } & SignatureClaims) | UnreadableSignature {
  const signature = headers.get("signature") ?? "";
  const input = headers.get("signature-input") ?? "";
  if (signature === "" && input === "") {
    return { ok: false, code: "signature-missing", detail: "the request is not signed" };
  }
  if (signature.length > MAX_LENGTH || input.length > MAX_LENGTH)
    return malformed("signature header too long");
  const claims = input === "" ? readCavage(signature) : readRfc9421(input, signature);
  if (typeof claims === "string") return malformed(claims);
  if (claims.components.length > MAX_COMPONENTS) return malformed("too many covered components");
  if (new Set(claims.components).size < claims.components.length)
    return malformed("a component is covered twice");
  return { ok: true, ...claims };
}

function readCavage(header: string): SignatureClaims | string {
  const values = new Map<string, string>();
  const parameter = /\s*([A-Za-z]{1,32})\s*=\s*(?:"([^"\\]*)"|(\d{1,15}))\s*(?:,|$)/y;
  while (parameter.lastIndex < header.length) {
    const found = parameter.exec(header);
    if (found === null) return "not a draft-cavage signature";
    const [, name = "", quoted, bare] = found;
    if (values.has(name)) return `${name} is stated twice`;
    values.set(name, quoted ?? bare ?? "");
  }
  const keyId = values.get("keyId");
  const signature = readBase64(values.get("signature") ?? "");
  const created = readSeconds(values.get("created"));
  const expires = readSeconds(values.get("expires"));
  if (!keyId || signature === null) return "keyId or signature is missing";
  if (Number.isNaN(created) || Number.isNaN(expires)) return "created or expires is not a time";
  const components = (values.get("headers") ?? "date")
    .toLowerCase()
    .split(" ")
    .filter((name) => name !== "");
  const algorithm = values.get("algorithm")?.toLowerCase() ?? null;
  return { spec: "cavage", keyId, algorithm, components, signature, created, expires, parameters: "" };
}

function readRfc9421(input: string, signatureHeader: string): SignatureClaims | string {
  const [, label, parameters, list, tail] = INPUT.exec(input) ?? [];
  const [, signatureLabel, base64] = SIGNATURE.exec(signatureHeader) ?? [];
  if (label === undefined || parameters === undefined || list === undefined || tail === undefined) {
    return "Signature-Input is not exactly one signature over plain components";
  }
  if (label !== signatureLabel || base64 === undefined) return "Signature does not belong to Signature-Input";
  const values = readParameters(tail);
  const signature = readBase64(base64);
  if (values === null || signature === null) return "parameters or signature are malformed";
  const keyId = values.get("keyid");
  const created = readSeconds(values.get("created"));
  const expires = readSeconds(values.get("expires"));
  if (!keyId || created === null) return "keyid or created is missing";
  if (Number.isNaN(created) || Number.isNaN(expires)) return "created or expires is not a time";
  const components = list
    .split(" ")
    .filter((name) => name !== "")
    .map((name) => name.slice(1, -1));
  const algorithm = values.get("alg")?.toLowerCase() ?? null;
  return { spec: "rfc9421", keyId, algorithm, components, signature, created, expires, parameters };
}

/** `;created=1;keyid="…"`: each name once; strings without escapes, integers and tokens. */
function readParameters(tail: string): Map<string, string> | null {
  const values = new Map<string, string>();
  const parameter =
    /; *([a-z*][a-z0-9_.*-]{0,31})=(?:"([^"\\]*)"|(-?\d{1,15})|([A-Za-z*][\w:/!#$%&'*+.^`|~-]*))/y;
  while (parameter.lastIndex < tail.length) {
    const found = parameter.exec(tail);
    if (found === null) return null;
    const [, name = "", string, number, token] = found;
    if (values.has(name)) return null;
    values.set(name, string ?? number ?? token ?? "");
  }
  return values;
}

function readBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : null;
}

/** Whole seconds; null where absent, NaN where malformed. */
function readSeconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  return /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
}

function malformed(detail: string): UnreadableSignature {
  return { ok: false, code: "signature-malformed", detail };
}

const MAX_LENGTH = 8192;
const MAX_COMPONENTS = 32;

/** `label=("a" "b");parameters`, one member only; component parameters (`;req`, `;sf` …) are refused. */
const INPUT = /^([a-z*][a-z0-9_.*-]{0,63})=(\(((?: *"[a-z0-9@-]+")* *)\)((?:;.*)?))$/;
const SIGNATURE = /^([a-z*][a-z0-9_.*-]{0,63})=:([A-Za-z0-9+/]+={0,2}):$/;
