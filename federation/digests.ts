import { createHash } from "node:crypto";
import { canonicalJson, type JsonObject } from "./jcs.ts";

const EMPTY = "0".repeat(64);

/** A membership as the digest counts it. `roleIri` is `https://w3id.org/cop/v1#member` and the like. */
export interface MembershipTuple {
  readonly subjectIri: string;
  readonly roleIri: string;
  readonly state: string;
}

/**
 * Digest of the memberships a node holds in a community (profile B.6, B-13): XOR of SHA-256 over
 * `subject "\n" role IRI "\n" state`, lower-case hex; 64 zeros for none. The caller leaves out ended memberships and
 * those of other origins. Order does not matter.
 */
export function membersDigest(memberships: Iterable<MembershipTuple>): string {
  const lines: string[] = [];
  for (const { subjectIri, roleIri, state } of memberships) lines.push(`${subjectIri}\n${roleIri}\n${state}`);
  return xorOfHashes(lines);
}

/** Digest of a set of ids, as NodeBB and FEP-f228 readers compute it: XOR of their SHA-256, lower-case hex. */
export function idsDigest(iris: Iterable<string>): string {
  return xorOfHashes(iris);
}

/** The quoted ETag of a thread (C-05): changes exactly when a post comes or goes. */
export function threadEtag(postIris: Iterable<string>): string {
  return `"${idsDigest(postIris)}"`;
}

export type ContentState = "live" | "deleted" | "removed";

/** An object of a community as the content digest counts it. `hash` is `formHash` of what is shown now. */
export interface ContentTuple {
  readonly iri: string;
  readonly state: ContentState;
  readonly hash: string;
}

/**
 * Digest of everything a community holds (resolution 10): SHA-256, lower-case hex, over one line per object, sorted
 * by id in UTF-16 code units: `id "\n" state "\n" hash "\n"`, where hash is 64 zeros unless the state is `live`.
 */
export function contentDigest(objects: Iterable<ContentTuple>): string {
  const hash = createHash("sha256");
  for (const { iri, state, hash: form } of [...objects].sort((a, b) => (a.iri < b.iri ? -1 : 1))) {
    hash.update(`${iri}\n${state}\n${state === "live" ? form : EMPTY}\n`);
  }
  return hash.digest("hex");
}

/** SHA-256 of the canonical JSON (RFC 8785) of an object as its newest activity carries it, lower-case hex. */
export function formHash(object: JsonObject): string {
  return createHash("sha256").update(canonicalJson(object)).digest("hex");
}

function xorOfHashes(texts: Iterable<string>): string {
  const sum = Buffer.alloc(32);
  for (const text of texts) {
    const hash = createHash("sha256").update(text).digest();
    for (let i = 0; i < 32; i++) sum[i] = (sum[i] ?? 0) ^ (hash[i] ?? 0);
  }
  return sum.toString("hex");
}
