import type { JsonObject } from "../jcs.ts";
import { type Act, activityFor } from "./activity.ts";

export const PLACE_TYPE = "cop:Place";
export const PLACE_STATES = ["invited", "waiting", "answered", "ended"] as const;

/**
 * Tells a person of another node that a hidden community is there for them: an address that says nothing, and whether they
 * are invited, something waits, what they reported was decided, or it ended. By the node actor, so that nothing of the Group need be known.
 */
export function placeFor(
  act: Act,
  place: {
    readonly personIri: string;
    readonly groupIri: string;
    readonly state: (typeof PLACE_STATES)[number];
  },
): JsonObject {
  const object = { type: PLACE_TYPE, id: place.groupIri, "cop:state": place.state };
  return activityFor("Offer", act, { to: [place.personIri], cc: [] }, { object });
}
