import { PUBLIC_IRI } from "../contexts.ts";
import type { JsonObject } from "../jcs.ts";
import { type GroupAddress, relayAddressing } from "../objects/audience.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { type Act, activityFor } from "./activity.ts";

export interface LogPlace {
  readonly epoch: string;
  readonly seq: number;
  /** Id of the entry before; null for the first of an epoch. */
  readonly prevIri: string | null;
  /** Number of the same object's first entry, which is its place among the others; null for the first itself. */
  readonly firstSeq: number | null;
}

/** An entry of the log: the received activity, unmodified, with its number (profile E.1, E-01, E-02). */
export function logEntryFor(
  act: Act,
  group: GroupAddress,
  activity: JsonObject,
  place: LogPlace,
): JsonObject {
  return activityFor("Announce", act, relayAddressing(group), {
    "cop:epoch": place.epoch,
    "cop:seq": place.seq,
    ...(place.prevIri === null ? {} : { "cop:prev": place.prevIri }),
    ...(place.firstSeq === null ? {} : { "cop:firstSeq": place.firstSeq }),
    object: activity,
  });
}

/** The id form, for software that shows only this one; for titled posts of public communities (resolution 13). */
export function announceIdFor(act: Act, groupIri: string, objectIri: string): JsonObject {
  const cc = [groupCollectionsOf(groupIri).followers];
  return activityFor("Announce", act, { to: [PUBLIC_IRI], cc }, { object: objectIri });
}

/**
 * A request or report, or the Group's answer to one, passed to facilitators elsewhere and nobody else; never logged
 * (resolution 5, F-02). `deciderIri`: which facilitator the answer came from; whoever asked is not told.
 */
export function forwardFor(
  act: Act,
  facilitatorIris: readonly string[],
  activity: JsonObject,
  deciderIri: string | null = null,
): JsonObject {
  const decided = deciderIri === null ? {} : { "cop:decidedBy": deciderIri };
  return activityFor("Announce", act, { to: facilitatorIris, cc: [] }, { object: activity, ...decided });
}
