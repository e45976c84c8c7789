import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { ACTOR_CONTEXT, AS2_CONTEXT } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { pemOf } from "../../federation/keys.ts";
import { multikeyOf } from "../../federation/multibase.ts";
import { signProof } from "../../federation/proof.ts";

/** What a scripted peer pretends to run. */
export type Software = "moothall" | "mastodon" | "lemmy";

export type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/** Someone on a scripted peer, with keys that the test may use and replace. */
export interface PeerActor {
  readonly iri: string;
  readonly type: string;
  readonly handle: string;
  readonly inbox: string;
  /** The key of HTTP signatures; its id. */
  keyId: string;
  rsa: Pair;
  /** The key of proofs; its id. */
  readonly proofKeyId: string;
  readonly ed25519: Pair;
  /** Members that go into the document besides, or instead of, the usual ones; null leaves one out. */
  extra: Record<string, Json | undefined>;
}

/** RSA keys are slow to make and say nothing by themselves: a process makes each of them once. */
const pool: Pair[] = [];

/** A pair of RSA-2048; the `n`th of this process. */
export function rsaPair(n: number): Pair {
  while (pool.length <= n) pool.push(generateKeyPairSync("rsa", { modulusLength: 2048 }));
  return pool[n] ?? generateKeyPairSync("rsa", { modulusLength: 2048 });
}

let made = 0;

/** Makes somebody with keys of their own. */
export function actorOn(
  origin: string,
  path: string,
  facts: { type: string; handle: string; extra?: Record<string, Json | undefined> },
): PeerActor {
  const iri = `${origin}${path}`;
  return {
    iri,
    type: facts.type,
    handle: facts.handle,
    inbox: `${iri}/inbox`,
    keyId: `${iri}#main-key`,
    rsa: rsaPair(made++),
    proofKeyId: `${iri}#ed25519-key`,
    ed25519: generateKeyPairSync("ed25519"),
    extra: facts.extra ?? {},
  };
}

/** The actor's document as its software writes it. */
export function actorDocument(actor: PeerActor, origin: string, software: Software): JsonObject {
  const profile = software === "moothall";
  const document: Record<string, Json | undefined> = {
    "@context": profile ? ACTOR_CONTEXT : [AS2_CONTEXT, "https://w3id.org/security/v1"],
    type: actor.type,
    id: actor.iri,
    preferredUsername: actor.handle,
    name: actor.handle,
    inbox: actor.inbox,
    outbox: `${actor.iri}/outbox`,
    followers: `${actor.iri}/followers`,
    endpoints: { sharedInbox: `${origin}/ap/inbox` },
    publicKey: { id: actor.keyId, owner: actor.iri, publicKeyPem: pemOf(actor.rsa.publicKey) },
    ...(profile ? { assertionMethod: [multikeyEntry(actor)], generator: GENERATOR(origin) } : {}),
    ...actor.extra,
  };
  return JSON.parse(JSON.stringify(document, (_key, value) => (value === null ? undefined : value)));
}

function multikeyEntry(actor: PeerActor): JsonObject {
  return {
    id: actor.proofKeyId,
    type: "Multikey",
    controller: actor.iri,
    publicKeyMultibase: multikeyOf(actor.ed25519.publicKey),
  };
}

const GENERATOR = (origin: string): JsonObject => ({
  type: "Application",
  id: `${origin}/ap/actor`,
  implements: [{ href: "https://w3id.org/cop/v1#core-1" }],
});

/** The document with the actor's own proof. */
export function provedBy(actor: PeerActor, document: JsonObject, now: Date): JsonObject {
  return signProof(document, {
    verificationMethod: actor.proofKeyId,
    privateKey: actor.ed25519.privateKey,
    created: now,
  });
}
