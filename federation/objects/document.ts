import { ACTOR_CONTEXT, PROFILE_CONTEXT } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";

/** An object or collection as a document of its own. */
export function documentFor(object: JsonObject): JsonObject {
  return { "@context": PROFILE_CONTEXT, ...object };
}

/** An actor as a document of its own. */
export function actorDocumentFor(actor: JsonObject): JsonObject {
  return { "@context": ACTOR_CONTEXT, ...actor };
}
