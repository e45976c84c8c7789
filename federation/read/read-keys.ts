import { originOf, sameOrigin } from "../../node/iris.ts";
import { instantOf, manyOf, recordOf } from "./values.ts";

/** A public key as an actor's document lists it. */
export interface ReadKey {
  readonly iri: string;
  readonly kind: "rsa" | "ed25519";
  /** PEM for RSA, multibase for Ed25519. */
  readonly value: string;
  readonly revoked: Date | null;
}

/** The keys an actor lists as its own, on its own origin; others' keys, and keys without an address, are left out. */
export function keysOf(actor: Readonly<Record<string, unknown>>, iri: string): ReadKey[] {
  const rsa = manyOf(actor.publicKey).map((key) => keyOf(key, "owner", "publicKeyPem", "rsa"));
  const proofs = manyOf(actor.assertionMethod).map((key) =>
    keyOf(key, "controller", "publicKeyMultibase", "ed25519"),
  );
  return [...rsa, ...proofs]
    .slice(0, 20)
    .flatMap((key) =>
      key !== null && key.owner === iri && sameOrigin(key.iri, iri) ? [withoutOwner(key)] : [],
    );
}

function keyOf(value: unknown, ownerName: string, valueName: string, kind: ReadKey["kind"]) {
  const key = recordOf(value);
  const { id } = key ?? {};
  const material = key?.[valueName];
  if (key === null || typeof id !== "string" || originOf(id) === null || typeof material !== "string")
    return null;
  return { iri: id, kind, value: material, revoked: instantOf(key.revoked), owner: key[ownerName] };
}

function withoutOwner({ iri, kind, value, revoked }: ReadKey): ReadKey {
  return { iri, kind, value, revoked };
}
