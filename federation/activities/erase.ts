import type { JsonObject } from "../jcs.ts";
import { instantFor } from "../objects/instant.ts";
import { type Act, activityFor } from "./activity.ts";

/** A Group asks a node that lost its last member to erase what it holds, but for what its own people wrote (profile D.4). */
export function eraseFor(act: Act, nodeIri: string, until: Date): JsonObject {
  return activityFor(
    "cop:Erase",
    act,
    { to: [nodeIri], cc: [] },
    { object: act.actorIri, "cop:scope": "all-but-own", endTime: instantFor(until) },
  );
}

/** The node's answer: when it erased, or who holds it and whom to ask. */
export function erasureAnswerFor(
  act: Act,
  groupIri: string,
  said: { readonly eraseIri: string; readonly erased: Date | null; readonly legalHold: string },
): JsonObject {
  const { eraseIri: object, erased, legalHold } = said;
  return activityFor(
    erased ? "Accept" : "Reject",
    act,
    { to: [groupIri], cc: [], audience: groupIri },
    erased
      ? { object, "cop:erasedAt": instantFor(erased) }
      : { object, summary: legalHold, "cop:legalHold": legalHold },
  );
}
