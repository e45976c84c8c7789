import type { JsonObject } from "../jcs.ts";
import { instantFor } from "./instant.ts";

/** The public keys of an actor. Key ids are fragments of the actor's id; every new key has a new one (resolution 15). */
export interface ActorKeys {
  readonly rsa: { readonly iri: string; readonly pem: string };
  /** The current key first; retired ones stay listed with the instant they were revoked (profile 1.4). */
  readonly ed25519: readonly {
    readonly iri: string;
    readonly multibase: string;
    readonly revoked: Date | null;
  }[];
}

/** The `publicKey` and `assertionMethod` (FEP-521a) members of an actor document. */
export function keysFor(actorIri: string, keys: ActorKeys): JsonObject {
  return {
    publicKey: { id: keys.rsa.iri, owner: actorIri, publicKeyPem: keys.rsa.pem },
    assertionMethod: keys.ed25519.map((key) => ({
      id: key.iri,
      type: "Multikey",
      controller: actorIri,
      publicKeyMultibase: key.multibase,
      ...(key.revoked === null ? {} : { revoked: instantFor(key.revoked) }),
    })),
  };
}
