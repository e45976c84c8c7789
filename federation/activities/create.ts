import type { JsonObject } from "../jcs.ts";
import { type Act, activityFor } from "./activity.ts";
import { addressingOf } from "./addressing-of.ts";

/** A new post. Addressing and audience are the object's own, so that both agree (C-02). */
export function createFor(act: Act, object: JsonObject): JsonObject {
  return activityFor("Create", act, addressingOf(object), { object });
}
