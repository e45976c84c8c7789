import type { Role } from "../../node/memberships/types.ts";
import { COP_NAMESPACE } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "./group.ts";
import { instantFor } from "./instant.ts";

export type GrantState = "active" | "suspended" | "ended";

/** A membership as the Group grants it. `iri` stays the same for the life of the membership (B-05). */
export interface GrantFacts {
  readonly iri: string;
  readonly groupIri: string;
  readonly personIri: string;
  readonly role: Role;
  readonly state: GrantState;
  readonly since: Date;
  /** Of a suspended one: what the person is told, and until when; null or left out: until it is lifted. */
  readonly reason?: string;
  readonly until?: Date | null;
}

/** `https://w3id.org/cop/v1#member` and the like, as grants and the membership digest name roles. */
export function roleIriOf(role: Role): string {
  return `${COP_NAMESPACE}${role}`;
}

/** The grant (profile B.2), readable by the Group's and the member's node only. */
export function grantFor(facts: GrantFacts): JsonObject {
  return {
    type: "Relationship",
    id: facts.iri,
    attributedTo: facts.groupIri,
    subject: facts.personIri,
    relationship: roleIriOf(facts.role),
    object: facts.groupIri,
    "cop:state": facts.state,
    published: instantFor(facts.since),
    ...(facts.state === "suspended" ? pauseFor(facts) : {}),
  };
}

function pauseFor({ reason, until }: GrantFacts): JsonObject {
  return {
    ...(reason ? { summary: reason } : {}),
    ...(until ? { endTime: instantFor(until) } : {}),
  };
}

/** All grants of the asking node's people, the whole set at once (profile B.6, B-14). Ended ones are left out. */
export function membershipsFor(groupIri: string, nodeIri: string, grants: readonly GrantFacts[]): JsonObject {
  const items = grants.filter((grant) => grant.state !== "ended");
  return {
    type: "Collection",
    id: groupCollectionsOf(groupIri).memberships,
    attributedTo: groupIri,
    "cop:node": nodeIri,
    totalItems: items.length,
    items: items.map(grantFor),
  };
}
