import { irisOf } from "../../node/iris.ts";
import type { ProfileVisibility } from "../../node/people/types.ts";
import type { JsonObject } from "../jcs.ts";
import { generatorFor } from "./capabilities.ts";
import { escaped, paragraphOf } from "./escape.ts";
import { instantFor } from "./instant.ts";
import { type ActorKeys, keysFor } from "./keys.ts";

export interface PersonFacts {
  readonly origin: string;
  readonly iri: string;
  readonly handle: string;
  readonly name: string;
  readonly pageUrl: string;
  readonly roleTitle: string;
  /** The council the person belongs to by a verified address; null for invited people. */
  readonly council: { readonly name: string; readonly registerId: string | null } | null;
  /** Name of who invited a person whose employer nobody verified. */
  readonly invitedBy: string | null;
  readonly topics: readonly string[];
  readonly serviceAreas: readonly string[];
  readonly languages: readonly string[];
  readonly visibility: ProfileVisibility;
  /** Switched off at home; null or left out while it is not. */
  readonly suspended?: Date | null;
  readonly keys: ActorKeys;
  readonly published: Date;
  readonly updated: Date | null;
}

/**
 * How much of a person is shown. `stub`: an unsigned request, unless the profile is for everyone; `card`: a
 * signed request where the profile is not for that node: what a post shows anyway, name and council; `full`: the rest.
 */
export type PersonFace = "stub" | "card" | "full";

/** A member's `Person` actor (profile A.2). Which face a request gets is the caller's to decide. */
export function personFor(facts: PersonFacts, face: PersonFace): JsonObject {
  const stub = {
    type: "Person",
    id: facts.iri,
    preferredUsername: facts.handle,
    inbox: `${facts.iri}/inbox`,
    // Lemmy takes nobody for an author who has none; it is empty.
    outbox: `${facts.iri}/outbox`,
    ...(facts.suspended ? { suspended: true } : {}),
    ...keysFor(facts.iri, facts.keys),
  };
  if (face === "stub") return stub;
  const card = { ...stub, ...cardFor(facts) };
  return face === "card"
    ? { ...card, attachment: fieldsFor(facts, face) }
    : { ...card, ...profileFor(facts) };
}

function cardFor(facts: PersonFacts): JsonObject {
  const { sharedInbox } = irisOf(facts.origin);
  return {
    name: facts.name,
    webfinger: `${facts.handle}@${new URL(facts.origin).host}`,
    url: facts.pageUrl,
    followers: `${facts.iri}/followers`,
    following: `${facts.iri}/following`,
    endpoints: { sharedInbox },
    sharedInbox,
    // Following a person is refused for now (resolution 16); "true" keeps other software from promising it.
    manuallyApprovesFollowers: true,
    tag: [],
    generator: generatorFor(facts.origin),
    "cop:profileVisibility": facts.visibility === "everyone" ? "public" : facts.visibility,
    ...(facts.council?.registerId == null ? {} : { "cop:organisationId": facts.council.registerId }),
    ...(facts.invitedBy === null ? {} : { "cop:invitedBy": facts.invitedBy }),
    published: instantFor(facts.published),
    ...(facts.updated === null ? {} : { updated: instantFor(facts.updated) }),
  };
}

function profileFor(facts: PersonFacts): JsonObject {
  return {
    summary: paragraphOf(facts.roleTitle),
    discoverable: facts.visibility === "everyone",
    indexable: facts.visibility === "everyone",
    attachment: fieldsFor(facts, "full"),
    "cop:roleTitle": facts.roleTitle,
    "cop:topics": facts.topics,
    "cop:serviceAreas": facts.serviceAreas,
    "cop:languages": facts.languages,
  };
}

/** The same facts once more in Mastodon's form, which other software shows beside a name. */
function fieldsFor(facts: PersonFacts, face: PersonFace): JsonObject[] {
  const fields: [string, string][] = [["Organisation", facts.council?.name ?? ""]];
  if (face === "full") fields.push(["Role", facts.roleTitle], ["Expertise", facts.topics.join("; ")]);
  return fields
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ({ type: "PropertyValue", name, value: escaped(value) }));
}
