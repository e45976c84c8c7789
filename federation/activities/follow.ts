import type { JsonObject } from "../jcs.ts";
import { type Act, activityFor } from "./activity.ts";

/** Asks a community for its posts; in Open by a person it is membership too (profile B.1, resolution 4). */
export function followFor(act: Act, groupIri: string): JsonObject {
  return activityFor("Follow", act, { to: [groupIri], cc: [] }, { object: groupIri });
}
