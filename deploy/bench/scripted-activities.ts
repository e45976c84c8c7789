import { PROFILE_CONTEXT, PUBLIC_IRI } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { signProof } from "../../federation/proof.ts";
import type { Actor } from "./scripted.ts";

let written = 0;

/** An activity with its actor's proof. */
export function activity(by: Actor, type: string, members: Readonly<Record<string, Json>>): JsonObject {
  const verificationMethod = `${by.iri}#ed25519-key`;
  return signProof(plain(by, type, members), {
    verificationMethod,
    privateKey: by.proof,
    created: new Date(),
  });
}

function plain(by: Actor, type: string, members: Readonly<Record<string, Json>>): JsonObject {
  const { origin } = new URL(by.iri);
  return {
    "@context": PROFILE_CONTEXT,
    type,
    id: `${origin}/ap/a/${++written}`,
    actor: by.iri,
    to: [PUBLIC_IRI],
    cc: [],
    published: new Date().toISOString(),
    ...members,
  } as JsonObject;
}

/** A question in a community, as its author's server sends it. */
export function question(by: Actor, groupIri: string): JsonObject {
  const { origin } = new URL(by.iri);
  const published = new Date().toISOString();
  const text = "We changed the form in March, and the depot has kept to it since then. ".repeat(8).trim();
  const object = {
    type: "Article",
    id: `${origin}/ap/o/${++written}`,
    attributedTo: by.iri,
    audience: groupIri,
    to: [PUBLIC_IRI, groupIri],
    cc: [],
    name: `Who keeps the gullies of ward ${written}?`,
    summary: "<p>We changed the form in March.</p>",
    "cop:kind": "question",
    content: `<p>${text}</p>`,
    source: { content: text, mediaType: "text/markdown" },
    tag: [],
    attachment: [],
    published,
  };
  return activity(by, "Create", { object, audience: groupIri, published });
}

/** An entry of a community's log: what somebody wrote, announced under a number, with no proof of its own (E-01). */
export function entry(group: Actor, inner: JsonObject, seq: number): JsonObject {
  return plain(group, "Announce", { object: inner, "cop:epoch": "01e1", "cop:seq": seq });
}
