import type { KeyObject } from "node:crypto";
import { ACTOR_CONTEXT, PROFILE_CONTEXT } from "../../federation/contexts.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import { pemOf } from "../../federation/keys.ts";
import { multikeyOf } from "../../federation/multibase.ts";
import { signProof } from "../../federation/proof.ts";

/** What the document of a scripted actor says. */
export interface ActorFacts {
  readonly origin: string;
  readonly iri: string;
  readonly type: string;
  readonly handle: string;
  readonly keys: { readonly rsa: KeyObject; readonly ed25519: KeyObject };
}

/** An open community as its node's directory lists it. */
export function listingOf(iri: string, name: string): JsonObject {
  return {
    type: "Group",
    id: iri,
    preferredUsername: name,
    name,
    summary: "<p>For measuring.</p>",
    "cop:themes": [],
    "cop:level": "open",
    "cop:visibility": "open",
    "cop:joinPolicy": "open",
    "cop:memberCount": 1,
    updated: "2026-01-05T08:00:00Z",
  };
}

/** An actor's document as a node of the profile writes it. */
export function actorDocument({ origin, iri, type, handle, keys }: ActorFacts): JsonObject {
  return {
    "@context": ACTOR_CONTEXT,
    type,
    id: iri,
    preferredUsername: handle,
    name: handle,
    inbox: `${iri}/inbox`,
    outbox: `${iri}/outbox`,
    followers: `${iri}/followers`,
    endpoints: { sharedInbox: `${origin}/ap/inbox` },
    publicKey: { id: `${iri}#main-key`, owner: iri, publicKeyPem: pemOf(keys.rsa) },
    assertionMethod: [
      {
        id: `${iri}#ed25519-key`,
        type: "Multikey",
        controller: iri,
        publicKeyMultibase: multikeyOf(keys.ed25519),
      },
    ],
    generator: {
      type: "Application",
      id: `${origin}/ap/actor`,
      implements: [{ href: "https://w3id.org/cop/v1#core-1" }],
    },
    ...(type === "Group" ? groupTermsOf(iri) : {}),
  } as JsonObject;
}

function groupTermsOf(iri: string): JsonObject {
  return {
    attributedTo: `${iri}/moderators`,
    manuallyApprovesFollowers: false,
    "cop:level": "open",
    "cop:visibility": "open",
    "cop:joinPolicy": "open",
    "cop:postPolicy": "members",
    "cop:history": `${iri}/history`,
    "cop:sync": `${iri}/sync`,
    "cop:memberships": `${iri}/memberships`,
  };
}

/** The directory of a server with these communities, with its proof. */
export function directoryOf(
  node: { readonly iri: string; readonly proof: KeyObject },
  listings: readonly JsonObject[],
): JsonObject {
  const iri = `${node.iri}/communities`;
  const page = {
    "@context": PROFILE_CONTEXT,
    type: "OrderedCollectionPage",
    id: `${iri}?page=1`,
    partOf: iri,
    attributedTo: node.iri,
    totalItems: listings.length,
    updated: new Date().toISOString(),
    orderedItems: [...listings],
  } as JsonObject;
  return signProof(page, {
    verificationMethod: `${node.iri}#ed25519-key`,
    privateKey: node.proof,
    created: new Date(),
  });
}
