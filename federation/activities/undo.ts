import type { JsonObject } from "../jcs.ts";
import { type Act, activityFor } from "./activity.ts";
import { addressingOf } from "./addressing-of.ts";

/**
 * Takes back an activity, to whoever got it (F.2: matched by its id). It is embedded without its context and proof,
 * which would not verify in another document. `reason`: of acts of moderation.
 */
export function undoFor(act: Act, activity: JsonObject, reason = ""): JsonObject {
  const { "@context": _context, proof: _proof, signature: _signature, ...object } = activity;
  return activityFor("Undo", act, addressingOf(activity), {
    object,
    ...(reason === "" ? {} : { summary: reason }),
  });
}
