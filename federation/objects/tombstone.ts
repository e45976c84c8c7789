import type { JsonObject } from "../jcs.ts";
import { instantFor } from "./instant.ts";

/** What is left of a deleted object; served with 410, or 200 while it can come back (profile C.9). */
export function tombstoneFor(facts: {
  readonly iri: string;
  readonly formerType: string;
  readonly deleted: Date;
}): JsonObject {
  return {
    type: "Tombstone",
    id: facts.iri,
    formerType: facts.formerType,
    deleted: instantFor(facts.deleted),
  };
}
